package dev.toeplitz.sim.analytic;

/**
 * A contraction to be mapped, and what the rest of its layer adds, so that the best mapping is the one that is best for the
 * layer.
 *
 * @param vectorCycles element-wise work that is hidden behind the array, as long as it takes no longer
 * @param exposedCycles element-wise work that nothing hides
 * @param otherBytes DRAM bytes beside the three operands: what followers read
 */
public record MappingTask(Geometry geometry, Site site, long vectorCycles, long exposedCycles, long otherBytes) {
    /** Multiply-accumulates, however they are mapped. */
    public long macs() {
        return geometry.work.macs();
    }
}
