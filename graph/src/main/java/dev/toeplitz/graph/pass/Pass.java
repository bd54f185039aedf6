package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;

/** A rewrite: another graph with the same inputs and outputs that computes the same, but for rounding. */
@FunctionalInterface
public interface Pass {
    Graph apply(Graph graph);
}
