package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.terms.Operand;

/**
 * What no overlap hides, however a contraction is mapped: before the first fold its operands arrive, after the last one its
 * results leave.
 */
public final class Ends {
    private Ends() {}

    /** Cycles until the stationary operand fills the PEs and one step of each streaming operand is there. */
    public static long firstCycles(Geometry geometry, Accelerator accelerator, Site site) {
        return firstCycles(geometry, accelerator, site, CodedOperands.NONE);
    }

    static long firstCycles(Geometry geometry, Accelerator accelerator, Site site, CodedOperands coded) {
        long rows = accelerator.peArray().rows();
        long cols = accelerator.peArray().cols();
        Operand stationary = accelerator.peArray().dataflow().stationary();
        long input = stationary == Operand.INPUT ? rows * cols : rows;
        long weight = stationary == Operand.WEIGHT ? rows * cols : stationary == Operand.INPUT ? rows : cols;
        long inputBytes =
                accelerator.precision().input().bytes(Math.min(input, geometry.elements[Operand.INPUT.ordinal()]));
        long weightBytes =
                accelerator.precision().weight().bytes(Math.min(weight, geometry.elements[Operand.WEIGHT.ordinal()]));
        long bytes = (site.inputStays() ? 0 : coded.of(Operand.INPUT, inputBytes))
                + (site.weightStays() ? 0 : coded.of(Operand.WEIGHT, weightBytes));
        return cycles(bytes, accelerator) + accelerator.dma().setupCycles();
    }

    /** Cycles in which the last row of results leaves the array for DRAM; none where they stay. */
    public static long lastCycles(Geometry geometry, Accelerator accelerator, Site site) {
        return lastCycles(geometry, accelerator, site, CodedOperands.NONE);
    }

    static long lastCycles(Geometry geometry, Accelerator accelerator, Site site, CodedOperands coded) {
        if (site.outputStays()) {
            return 0;
        }
        long results = Math.min(accelerator.peArray().cols(), geometry.elements[Operand.OUTPUT.ordinal()]);
        long bytes = coded.of(Operand.OUTPUT, accelerator.precision().output().bytes(results));
        return cycles(bytes, accelerator) + accelerator.dma().setupCycles();
    }

    private static long cycles(long bytes, Accelerator accelerator) {
        return (long) Math.ceil(Site.cyclesOf(bytes, accelerator));
    }
}
