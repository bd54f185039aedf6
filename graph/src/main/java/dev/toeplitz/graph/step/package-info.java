/**
 * The closed set of things an operator can say it computes. {@link dev.toeplitz.graph.step.Step} lists the kinds;
 * {@link dev.toeplitz.graph.step.View} says which element of a tensor each point of a loop nest touches, and is where
 * im2col, stride, padding, dilation, transposing and broadcasting all live.
 */
package dev.toeplitz.graph.step;
