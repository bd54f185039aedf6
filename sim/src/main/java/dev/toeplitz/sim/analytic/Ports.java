package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;

/**
 * What passes the buffers' ports towards the array. An operand is touched once for each of its points and each fold along
 * the role that does not move it. Without accumulators each partial sum passes the output buffer's port; with them only
 * finished results do.
 */
final class Ports {
    private static final Operand[] OPERANDS = Operand.values();

    private final Accelerator accelerator;
    private final Buffer[] buffers;
    private final Buffer[] holders = new Buffer[OPERANDS.length];

    Ports(Accelerator accelerator) {
        this.accelerator = accelerator;
        this.buffers = accelerator.buffers().toArray(Buffer[]::new);
        for (Operand operand : OPERANDS) {
            holders[operand.ordinal()] = accelerator.buffer(operand);
        }
    }

    /** Elements of an operand that pass: its points once for each fold along the role that does not move it. */
    static long passes(Choice choice, Operand operand) {
        long passes = 1;
        for (MatrixAxis role : MatrixAxis.values()) {
            passes *= role == Choice.still(operand) ? choice.cut(role).folds : choice.cut(role).points;
        }
        return passes;
    }

    /** Cycles in which the busiest buffer's port is occupied. */
    long cycles(Choice choice) {
        long most = 0;
        for (Buffer buffer : buffers) {
            long bytes = 0;
            for (Operand operand : OPERANDS) {
                bytes += holders[operand.ordinal()] == buffer ? bytes(operand, choice) : 0;
            }
            most = Math.max(most, Math.ceilDiv(bytes, buffer.bytesPerCycle()));
        }
        return most;
    }

    /** Bytes of an operand that pass its buffer's port. */
    long bytes(Operand operand, Choice choice) {
        Precision precision = accelerator.precision();
        return switch (operand) {
            case INPUT -> precision.input().bytes(passes(choice, operand));
            case WEIGHT -> precision.weight().bytes(passes(choice, operand));
            case OUTPUT ->
                accelerator.accumulators().present()
                        ? precision.output().bytes(results(choice))
                        : precision.accumulator().bytes(passes(choice, operand));
        };
    }

    private static long results(Choice choice) {
        return choice.cut(MatrixAxis.GROUPS).points * choice.cut(MatrixAxis.M).points * choice.cut(MatrixAxis.N).points;
    }
}
