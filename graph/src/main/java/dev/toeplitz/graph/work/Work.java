package dev.toeplitz.graph.work;

import dev.toeplitz.graph.step.Step;
import java.util.List;

/** What one step asks of a machine. A simulator knows these three kinds and no operator. */
public sealed interface Work permits MatrixWork, VectorWork, MoveWork {
    /** Of a scan, that of its body, all times together; of every other step one. */
    static List<Work> of(Step step) {
        return switch (step) {
            case Step.Contract contract -> List.of(MatrixWork.of(contract));
            case Step.Pointwise pointwise -> List.of(VectorWork.of(pointwise));
            case Step.Reduce reduce -> List.of(VectorWork.of(reduce));
            case Step.Move move -> List.of(MoveWork.of(move));
            case Step.Scan scan ->
                scan.body().steps().stream()
                        .flatMap(inner -> of(inner).stream())
                        .map(work -> work.during(scan))
                        .toList();
        };
    }

    /** This work at each time of a scan. */
    private Work during(Step.Scan scan) {
        return switch (this) {
            case MatrixWork matrix -> matrix.during(scan);
            case VectorWork vector -> vector.times(scan.times());
            case MoveWork move -> move.times(scan.times());
        };
    }
}
