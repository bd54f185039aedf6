/** What flows along an edge of a graph: its shape, its element type and, where they are known, its values. */
package dev.toeplitz.graph.tensor;
