package dev.toeplitz.sim.energy;

/**
 * One kind of action at one level.
 *
 * @param level where it happens: {@code MAC}, {@code PE registers}, a buffer's name, {@code DRAM} …
 * @param what in words, as {@code int8 multiplication} or {@code weight read}
 * @param count how often; bits for accesses
 * @param picojoulesEach of one
 */
public record EnergyAction(String level, String what, long count, double picojoulesEach) {
    public double picojoules() {
        return count * picojoulesEach;
    }
}
