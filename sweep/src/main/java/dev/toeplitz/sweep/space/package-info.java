/** What a sweep tries: parameters and their values, constraints, objectives. A design is a number; start with {@link Space}. */
package dev.toeplitz.sweep.space;
