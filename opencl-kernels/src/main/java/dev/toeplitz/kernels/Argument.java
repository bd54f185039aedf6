package dev.toeplitz.kernels;

/** One argument of a kernel, by its name in the source. */
public record Argument(String name, Kind kind) {
    /** What is bound to it. */
    public enum Kind {
        /** A buffer in global memory that is only read. */
        READ,
        /** A buffer in global memory that is written. */
        WRITE,
        /** A 32-bit integer. */
        INT
    }
}
