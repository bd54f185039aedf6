package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Graph;
import java.util.List;

/** A graph read from a file, and what became of each of the file's nodes, in the file's order: none is missing. */
public record Imported(Graph graph, List<NodeFate> fates) {
    public Imported {
        fates = List.copyOf(fates);
    }

    /** How many of the file's nodes had this outcome. */
    public long count(NodeFate.Outcome outcome) {
        return fates.stream().filter(fate -> fate.outcome() == outcome).count();
    }
}
