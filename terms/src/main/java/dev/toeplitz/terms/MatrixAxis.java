package dev.toeplitz.terms;

/**
 * The role of a loop in a contraction seen as a matrix product of M × K by K × N, read from which operands it moves.
 * For a convolution M is output pixels, N output channels, K the filter volume.
 */
public enum MatrixAxis implements LoopSet {
    /** Moves every operand: independent products. */
    GROUPS,
    /** Moves input and output, not the weight. */
    M,
    /** Moves weight and output, not the input. */
    N,
    /** Moves input and weight, not the output: the reduction. */
    K
}
