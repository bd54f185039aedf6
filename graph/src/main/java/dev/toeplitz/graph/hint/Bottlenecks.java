package dev.toeplitz.graph.hint;

import dev.toeplitz.graph.Graph;
import java.util.List;
import java.util.Locale;

/** Between down-samplings the amount of data should not fall to less than half where nothing runs beside it. */
final class Bottlenecks implements Rule {
    private static final double MOST = 2;
    private static final String RULE = "keep at least half of the data between down-samplings: what is lost stays lost";

    @Override
    public List<Hint> check(Graph graph) {
        return Narrows.of(graph).stream()
                .filter(passage -> passage.shrinkage() == 1 && passage.drop() > MOST)
                .map(passage -> new Hint(
                        RULE,
                        passage.maker().name(),
                        String.format(
                                Locale.ROOT,
                                "%.3gx less data, %d channels to %d",
                                passage.drop(),
                                passage.from().type().shape().at(1),
                                passage.to().type().shape().at(1))))
                .toList();
    }
}
