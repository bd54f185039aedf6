package dev.toeplitz.hw;

import dev.toeplitz.terms.OperationKind;
import dev.toeplitz.terms.Require;
import java.util.Map;

/**
 * Lanes for element-wise work. A lane adds, multiplies or compares once a cycle; dividing and exponentials take longer.
 *
 * @param fusesEpilogues whether bias, activation and the like are done on a result's way out of the array
 */
public record VectorUnit(int lanes, int divideCycles, int exponentialCycles, boolean fusesEpilogues) {
    public VectorUnit {
        Require.positive("lanes", lanes);
        Require.positive("divide_cycles", divideCycles);
        Require.positive("exponential_cycles", exponentialCycles);
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
