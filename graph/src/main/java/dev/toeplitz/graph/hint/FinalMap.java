package dev.toeplitz.graph.hint;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.tensor.Shape;
import java.util.List;

/** Five down-samplings by 2 leave 7 x 7 of 224 x 224: a map of 6 to 8 pixels a side or more for the global pooling. */
final class FinalMap implements Rule {
    private static final int LEAST = 6;
    private static final String RULE = "leave a map of at least 6 x 6 for the global pooling";

    @Override
    public List<Hint> check(Graph graph) {
        return Classifier.of(graph).stream()
                .map(Classifier::pooling)
                .filter(node ->
                        node != null && smallest(node.inputs().getFirst().type().shape()) < LEAST)
                .distinct()
                .map(node -> new Hint(
                        RULE,
                        node.name(),
                        "a map of %s"
                                .formatted(map(node.inputs().getFirst().type().shape()))))
                .toList();
    }

    private static int smallest(Shape shape) {
        return map(shape).extents().stream().mapToInt(Integer::intValue).min().orElse(LEAST);
    }

    private static Shape map(Shape shape) {
        return shape.slice(2, shape.rank());
    }
}
