package dev.toeplitz.sim.fpga;

import dev.toeplitz.terms.Require;

/** A memory as it is built: {@code banks} that are addressed by themselves, each of {@code depth} words of {@code bits}. */
public record Memory(String name, long banks, long bits, long depth) {
    public Memory {
        Require.positive("banks", banks);
        Require.positive("bits", bits);
        Require.positive("depth", depth);
    }
}
