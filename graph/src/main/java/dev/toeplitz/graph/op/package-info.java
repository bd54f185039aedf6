/**
 * The growing set: one record an operator, one operator a file. An operator checks its inputs, gives its outputs' types
 * and says in steps what it computes; it knows nothing of its place in a graph, of addresses or of time. To add one, read
 * {@link dev.toeplitz.graph.op.Conv} or {@link dev.toeplitz.graph.op.Relu}.
 */
package dev.toeplitz.graph.op;
