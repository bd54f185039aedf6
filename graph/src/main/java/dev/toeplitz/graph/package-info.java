/**
 * The network: {@link dev.toeplitz.graph.Graph} and its nodes and values. Files come in through {@code onnx} and
 * {@code scalesim}, named networks through {@code zoo}; {@code work} says what a graph asks of a machine, and
 * {@code reference} computes it in double precision.
 */
package dev.toeplitz.graph;
