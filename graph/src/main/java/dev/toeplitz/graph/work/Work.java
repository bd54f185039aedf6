package dev.toeplitz.graph.work;

import dev.toeplitz.graph.step.Step;

/** What one step asks of a machine. A simulator knows these three kinds and no operator. */
public sealed interface Work permits MatrixWork, VectorWork, MoveWork {
    static Work of(Step step) {
        return switch (step) {
            case Step.Contract contract -> MatrixWork.of(contract);
            case Step.Pointwise pointwise -> VectorWork.of(pointwise);
            case Step.Reduce reduce -> VectorWork.of(reduce);
            case Step.Move move -> MoveWork.of(move);
        };
    }
}
