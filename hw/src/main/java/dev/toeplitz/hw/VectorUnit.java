package dev.toeplitz.hw;

import dev.toeplitz.terms.OperationKind;
import dev.toeplitz.terms.Require;
import java.util.Map;

/**
 * Lanes for element-wise work. A lane adds, multiplies or compares once a cycle; dividing and exponentials take longer.
 *
 * @param duties what the lanes take over beside layers of their own
 */
public record VectorUnit(int lanes, int divideCycles, int exponentialCycles, Duties duties) {
    /**
     * What the lanes do for layers with a contraction.
     *
     * @param epilogues whether bias, activation and the like are done on a result's way out of the array
     * @param residuals whether among these are operations on a second map too, as a residual's addition; otherwise both maps
     *     pass the lanes once more, as a layer of its own. Means nothing without epilogues
     * @param depthwise whether convolutions without a sum over channels run on the lanes, a multiply-accumulate a lane and
     *     cycle, and not on the array
     */
    public record Duties(boolean epilogues, boolean residuals, boolean depthwise) {}

    public VectorUnit {
        Require.positive("lanes", lanes);
        Require.positive("divide_cycles", divideCycles);
        Require.positive("exponential_cycles", exponentialCycles);
    }

    /** One that takes over all epilogues or none, and no convolution. */
    public VectorUnit(int lanes, int divideCycles, int exponentialCycles, boolean fusesEpilogues) {
        this(lanes, divideCycles, exponentialCycles, new Duties(fusesEpilogues, true, false));
    }

    /** Whether bias, activation and the like are done on a result's way out of the array. */
    public boolean fusesEpilogues() {
        return duties.epilogues();
    }

    /** The same unit with so many lanes. */
    public VectorUnit withLanes(int other) {
        return new VectorUnit(other, divideCycles, exponentialCycles, duties);
    }

    /** Cycles that a lane is busy with one operation. */
    public int cycles(OperationKind kind) {
        return switch (kind) {
            case ADD, MULTIPLY, COMPARE -> 1;
            case DIVIDE -> divideCycles;
            case EXPONENTIAL -> exponentialCycles;
        };
    }

    /** Lane-cycles of a mix of operations; divided by the lanes, the time they take. */
    public long laneCycles(Map<OperationKind, Long> operations) {
        long cycles = 0;
        for (Map.Entry<OperationKind, Long> each : operations.entrySet()) {
            cycles = Math.addExact(cycles, Math.multiplyExact(each.getValue(), (long) cycles(each.getKey())));
        }
        return cycles;
    }
}
