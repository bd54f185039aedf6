/** Every reference figure beside ours: peers, measured silicon and FPGAs. The figures are resources with their sources. */
package dev.toeplitz.sim.scoreboard;
