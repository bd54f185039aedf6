/** Benchmarks. Each asks one question and states what limits the answer; {@code ./bench} runs them. */
package dev.toeplitz.bench;
