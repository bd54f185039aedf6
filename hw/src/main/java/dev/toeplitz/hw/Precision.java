package dev.toeplitz.hw;

import dev.toeplitz.terms.DataType;

/** The types in which operands are stored and partial sums are kept; they set every byte count. */
public record Precision(DataType input, DataType weight, DataType accumulator, DataType output) {
    public static final Precision INT8 = new Precision(DataType.INT8, DataType.INT8, DataType.INT32, DataType.INT8);
}
