/**
 * Layers in a row that run as one, strip of rows by strip of rows: start with {@link dev.toeplitz.sim.fusion.Fusion}, which
 * takes a network's cost layer by layer and gives it with the chains that save most DRAM bytes. {@link
 * dev.toeplitz.sim.fusion.RowReads} says which rows a layer reads, {@link dev.toeplitz.sim.fusion.Strips} which of each map a
 * strip takes.
 */
package dev.toeplitz.sim.fusion;
