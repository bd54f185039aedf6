/** Energy: the actions that a cost already counts, each times its picojoules. */
package dev.toeplitz.sim.energy;
