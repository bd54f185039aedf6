package dev.toeplitz.graph.hint;

import dev.toeplitz.graph.Graph;
import java.util.List;

/** A rule of design. */
@FunctionalInterface
interface Rule {
    /** What breaks it, in the graph's order. */
    List<Hint> check(Graph graph);
}
