/**
 * The best mapping of a contraction. {@link dev.toeplitz.sim.search.MapSpace} says which mappings there are, {@link
 * dev.toeplitz.sim.search.TileSearch} goes through them by branch and bound in flat arrays, and {@link
 * dev.toeplitz.sim.search.MappingSearch} is what others call. Each result carries its proof.
 */
package dev.toeplitz.sim.search;
