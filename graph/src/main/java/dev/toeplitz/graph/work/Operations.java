package dev.toeplitz.graph.work;

import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.tensor.Shape;
import java.util.List;

/**
 * Operations by the kind of unit that suits them, as the UT Dallas lecture notes (2019) keep them apart.
 *
 * @param matrix multiply-accumulates of contractions: convolutions, fully connected layers
 * @param vector operations on many elements at once: element-wise arithmetic, poolings, normalisations
 * @param scalar operations that give one value an image, as the sum in a softmax does: the tails of reductions
 */
public record Operations(long matrix, long vector, long scalar) {
    public static final Operations NONE = new Operations(0, 0, 0);

    public static Operations of(List<Node> nodes) {
        return nodes.stream()
                .flatMap(node -> node.definition().steps().stream())
                .map(Operations::of)
                .reduce(NONE, Operations::plus);
    }

    public long sum() {
        return Math.addExact(Math.addExact(matrix, vector), scalar);
    }

    private Operations plus(Operations other) {
        return new Operations(
                Math.addExact(matrix, other.matrix),
                Math.addExact(vector, other.vector),
                Math.addExact(scalar, other.scalar));
    }

    private static Operations of(Step step) {
        return switch (step) {
            case Contract contract -> new Operations(MatrixWork.of(contract).macs(), 0, 0);
            case Pointwise pointwise -> spread(VectorWork.of(pointwise), pointwise.result());
            case Reduce reduce -> spread(VectorWork.of(reduce), reduce.result());
            case Move _ -> NONE;
            case Scan scan -> {
                Operations once =
                        scan.body().steps().stream().map(Operations::of).reduce(NONE, Operations::plus);
                yield new Operations(
                        Math.multiplyExact(once.matrix, scan.times()),
                        Math.multiplyExact(once.vector, scan.times()),
                        Math.multiplyExact(once.scalar, scan.times()));
            }
        };
    }

    private static Operations spread(VectorWork work, Shape result) {
        boolean oneAnImage = result.rank() == 0 || result.product(1, result.rank()) == 1;
        return oneAnImage ? new Operations(0, 0, work.operationsInAll()) : new Operations(0, work.operationsInAll(), 0);
    }
}
