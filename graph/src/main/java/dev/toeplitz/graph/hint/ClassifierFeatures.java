package dev.toeplitz.graph.hint;

import dev.toeplitz.graph.Graph;
import java.util.List;

/**
 * A linear classifier should have features of the order of its classes or more: fewer span a space in which classes cannot
 * all be told apart independently. "Of the order" is read here as three quarters: 960 features for 1000 classes pass.
 */
final class ClassifierFeatures implements Rule {
    private static final double SHARE = 0.75;
    private static final String RULE = "give the classifier about as many features as classes, or more";

    @Override
    public List<Hint> check(Graph graph) {
        return Classifier.of(graph).stream()
                .filter(classifier -> classifier.features() < SHARE * classifier.outputs())
                .map(classifier -> new Hint(
                        RULE,
                        classifier.node().name(),
                        "%d features for %d classes".formatted(classifier.features(), classifier.outputs())))
                .distinct()
                .toList();
    }
}
