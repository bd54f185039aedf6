/**
 * A plan carried out on a device: {@link dev.toeplitz.runtime.execute.Execution} runs and profiles it, {@link
 * dev.toeplitz.runtime.execute.CrossCheck} judges each node's numbers against the double-precision reference.
 */
package dev.toeplitz.runtime.execute;
