package dev.toeplitz.sim.fpga;

/** A part of an engine and what it takes; {@code how} says by which rule. */
public record Component(String name, Use use, String how) {}
