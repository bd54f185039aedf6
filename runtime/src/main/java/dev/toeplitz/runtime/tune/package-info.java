/**
 * The fastest variant of each task of a network, found by measuring: {@link dev.toeplitz.runtime.tune.Tuner} tries the variants that a
 * plan's candidates list, a {@link dev.toeplitz.runtime.tune.Duel} says which of two is faster, the reference says whether it is
 * right, and a {@link dev.toeplitz.runtime.tune.TuningFile} keeps what was found for each device.
 */
package dev.toeplitz.runtime.tune;
