package dev.toeplitz.terms;

/**
 * A set of loops of a contraction: one named loop ({@link LoopDim}), or all that play one role ({@link MatrixAxis}). A
 * dataflow is written in these words, so that it fits a convolution and a plain matrix product alike.
 */
public sealed interface LoopSet permits LoopDim, MatrixAxis {}
