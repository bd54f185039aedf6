package dev.toeplitz.sim.fpga;

/** Amounts of each resource, in the device's own units. */
public record Use(double dsps, double blockRams, double ultraRams, double logic) {
    public static final Use NONE = new Use(0, 0, 0, 0);

    public Use plus(Use other) {
        return new Use(
                dsps + other.dsps, blockRams + other.blockRams, ultraRams + other.ultraRams, logic + other.logic);
    }

    Use times(int count) {
        return new Use(count * dsps, count * blockRams, count * ultraRams, count * logic);
    }

    public double of(Resource resource) {
        return switch (resource) {
            case DSP -> dsps;
            case BLOCK_RAM -> blockRams;
            case ULTRA_RAM -> ultraRams;
            case LOGIC -> logic;
        };
    }
}
