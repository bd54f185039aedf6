package dev.toeplitz.hw.dram;

/** Where two commands have to meet for a constraint between them to hold. */
public enum Level {
    CHANNEL,
    BANK_GROUP,
    BANK
}
