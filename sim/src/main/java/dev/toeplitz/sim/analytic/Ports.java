package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.terms.Operand;

/**
 * What passes the buffers' ports towards the array. An operand is touched once for each of its points and each fold along
 * the role that does not move it. Without accumulators each partial sum passes the output buffer's port; with them only
 * finished results do.
 */
final class Ports {
    private final Accelerator accelerator;
    private final Buffer[] buffers;

    Ports(Accelerator accelerator) {
        this.accelerator = accelerator;
        this.buffers = accelerator.buffers().toArray(Buffer[]::new);
    }

    static long inputReads(Cut groups, Cut m, Cut n, Cut k) {
        return groups.points * m.points * k.points * n.folds;
    }

    static long weightReads(Cut groups, Cut m, Cut n, Cut k) {
        return groups.points * n.points * k.points * m.folds;
    }

    static long outputWrites(Cut groups, Cut m, Cut n, Cut k) {
        return groups.points * m.points * n.points * k.folds;
    }

    /** Cycles in which the busiest buffer's port is occupied. */
    long cycles(Cut groups, Cut m, Cut n, Cut k) {
        long most = 0;
        for (Buffer buffer : buffers) {
            long bytes = 0;
            for (Operand operand : buffer.holds()) {
                bytes += bytes(operand, groups, m, n, k);
            }
            most = Math.max(most, Math.ceilDiv(bytes, buffer.bytesPerCycle()));
        }
        return most;
    }

    private long bytes(Operand operand, Cut groups, Cut m, Cut n, Cut k) {
        Precision precision = accelerator.precision();
        return switch (operand) {
            case INPUT -> precision.input().bytes(inputReads(groups, m, n, k));
            case WEIGHT -> precision.weight().bytes(weightReads(groups, m, n, k));
            case OUTPUT ->
                accelerator.accumulators().present()
                        ? precision.output().bytes(groups.points * m.points * n.points)
                        : precision.accumulator().bytes(outputWrites(groups, m, n, k));
        };
    }
}
