/**
 * What a graph asks of a machine, derived from steps alone: {@link dev.toeplitz.graph.work.MatrixWork},
 * {@link dev.toeplitz.graph.work.VectorWork} and {@link dev.toeplitz.graph.work.MoveWork}. {@link
 * dev.toeplitz.graph.work.ToeplitzView} is the geometry of im2col; {@link dev.toeplitz.graph.work.Layers} groups nodes
 * into the layers that a machine runs as one.
 */
package dev.toeplitz.graph.work;
