/**
 * A graph of floating-point numbers made one whose convolutions and matrix products multiply 8-bit integers: {@link
 * dev.toeplitz.graph.quantise.Ranges} says what values come to, {@link dev.toeplitz.graph.quantise.Scheme} which of them are held in
 * eight bits and at which scale, {@link dev.toeplitz.graph.quantise.Quantiser} writes the graph. Start with {@code Quantiser}.
 */
package dev.toeplitz.graph.quantise;
