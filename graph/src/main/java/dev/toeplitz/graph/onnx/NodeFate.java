package dev.toeplitz.graph.onnx;

import java.util.List;

/**
 * What became of one node of a file. {@code node} is its name there, empty where it had none; {@code operator} its ONNX
 * operator; {@code became} the graph's nodes that stand for it, none where it left no work.
 */
public record NodeFate(String node, String operator, Outcome outcome, List<String> became) {
    /** How a node of the file is accounted for. */
    public enum Outcome {
        /** One or more nodes of the graph compute it. */
        KEPT,
        /** All it reads is known, so that its result became a constant or an attribute. */
        FOLDED,
        /** Its result is its input: identity, dropout at inference. */
        PASSED_THROUGH
    }

    public NodeFate {
        became = List.copyOf(became);
    }

    /** Whether the one node that stands for it is called otherwise than in the file. */
    public boolean renamed() {
        return became.size() == 1 && !became.getFirst().equals(node);
    }
}
