package dev.toeplitz.terms;

/** Kinds of scalar operation that cost differently in a vector unit. Multiply-accumulates are counted apart. */
public enum OperationKind {
    ADD,
    MULTIPLY,
    /** Comparing, choosing the larger or smaller, testing, rounding. */
    COMPARE,
    DIVIDE,
    /** Exponential, logarithm, power, root and the trigonometric functions. */
    EXPONENTIAL
}
