package dev.toeplitz.sim.fpga;

/** A part of an engine and what it takes; {@code how} says by which rule. */
public record Component(String name, Use use, String how) {
    /** Of so many cores, each with one of its own. */
    Component times(int cores) {
        return cores == 1 ? this : new Component(name, use.times(cores), "%d cores, each: %s".formatted(cores, how));
    }
}
