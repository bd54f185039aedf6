package dev.toeplitz.terms;

/** The three tensors of a contraction: what flows in, what was learnt, what comes out. */
public enum Operand {
    INPUT,
    WEIGHT,
    OUTPUT
}
