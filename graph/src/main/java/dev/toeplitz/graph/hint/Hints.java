package dev.toeplitz.graph.hint;

import dev.toeplitz.graph.Graph;
import java.util.List;

/** All rules; their source is the UT Dallas lecture notes on convolutional networks (2019). */
public final class Hints {
    private static final List<Rule> RULES = List.of(
            new WholeSizes(),
            new FinalMap(),
            new ClassifierFeatures(),
            new Bottlenecks(),
            new ExpandFirst(),
            new SameSigns());

    private Hints() {}

    /** What the rules have to say, rule by rule. */
    public static List<Hint> of(Graph graph) {
        return RULES.stream().flatMap(rule -> rule.check(graph).stream()).toList();
    }
}
