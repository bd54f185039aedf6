package dev.toeplitz.hw.dram;

/** What a controller tells a DRAM channel, one a clock. */
public enum Command {
    /** Opens a row of a bank. */
    ACTIVATE,
    /** Closes the open row of a bank. */
    PRECHARGE,
    READ,
    WRITE,
    /** Of all banks, which have to be closed. */
    REFRESH
}
