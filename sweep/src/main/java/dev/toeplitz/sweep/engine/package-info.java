/** Runs a strategy's designs on all cores and keeps what is best of them; start with {@link Sweep}. */
package dev.toeplitz.sweep.engine;
