/**
 * Closed-form cost: {@link dev.toeplitz.sim.analytic.ArrayStage} counts folds, a {@link
 * dev.toeplitz.sim.analytic.Mapper} cuts a contraction so that it fits the buffers, {@link
 * dev.toeplitz.sim.analytic.MatrixModel}, {@link dev.toeplitz.sim.analytic.VectorModel} and {@link
 * dev.toeplitz.sim.analytic.MoveModel} turn that into a {@link dev.toeplitz.sim.cost.LayerCost}.
 */
package dev.toeplitz.sim.analytic;
