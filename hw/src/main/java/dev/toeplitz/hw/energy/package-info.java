/** Picojoules of operations and accesses as published, and the rules that lie between and beyond the published points. */
package dev.toeplitz.hw.energy;
