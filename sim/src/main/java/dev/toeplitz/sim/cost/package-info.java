/**
 * What comes out of a simulation, as immutable values: {@link dev.toeplitz.sim.cost.NetworkCost} holds a {@link
 * dev.toeplitz.sim.cost.LayerCost} for each layer. Nothing here computes a model; totals are sums of rows.
 */
package dev.toeplitz.sim.cost;
