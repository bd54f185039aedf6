/** The simulator's door: {@link dev.toeplitz.sim.Simulator} takes a graph and an accelerator and gives a cost. */
package dev.toeplitz.sim;
