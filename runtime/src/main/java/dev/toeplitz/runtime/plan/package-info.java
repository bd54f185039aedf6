/**
 * From a graph to kernel launches. {@link dev.toeplitz.runtime.plan.Stage} joins nodes that run as one, {@link
 * dev.toeplitz.runtime.plan.Placing} says where every tensor lies, candidates write kernels for a step each, and {@link
 * dev.toeplitz.runtime.plan.Plan} is the whole: a program, launches in order, and buffers that several tensors use in turn.
 */
package dev.toeplitz.runtime.plan;
