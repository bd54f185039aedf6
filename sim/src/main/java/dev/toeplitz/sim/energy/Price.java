package dev.toeplitz.sim.energy;

import dev.toeplitz.terms.OperationKind;

/** What one action is priced as. */
enum Price {
    MULTIPLICATION,
    ADDITION,
    REGISTER,
    VECTOR_ADD,
    VECTOR_COMPARE,
    VECTOR_MULTIPLY,
    VECTOR_DIVIDE,
    VECTOR_EXPONENTIAL,
    ACCUMULATOR,
    INPUT_BUFFER,
    WEIGHT_BUFFER,
    OUTPUT_BUFFER,
    DRAM;

    static Price of(OperationKind kind) {
        return switch (kind) {
            case ADD -> VECTOR_ADD;
            case COMPARE -> VECTOR_COMPARE;
            case MULTIPLY -> VECTOR_MULTIPLY;
            case DIVIDE -> VECTOR_DIVIDE;
            case EXPONENTIAL -> VECTOR_EXPONENTIAL;
        };
    }
}
