/**
 * The small per-cycle array, slow and plain, that moves real numbers from register to register. It exists to prove the
 * closed forms and the timeline; nobody simulates networks with it.
 */
package dev.toeplitz.sim.cycle;
