package dev.toeplitz.cli;

/** What the process ends with. */
final class ExitCode {
    static final int FINE = 0;
    static final int CHECK_FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int DEVICE = 3;

    private ExitCode() {}
}
