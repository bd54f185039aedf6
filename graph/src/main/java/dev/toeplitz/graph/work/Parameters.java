package dev.toeplitz.graph.work;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.terms.DataType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was learnt, in elements: {@code trainable} weights, and {@code statistics} that run along without being trained
 * (batch normalisation's mean and variance). Each constant counts once however often it is read: floating-point ones, and of the
 * integers those of at most 32 bits, as quantised weights and biases are; in ONNX shapes and positions have 64. Scales and zero
 * points of quantised numbers do not count, so that a network has as many parameters in integers as it had before.
 */
public record Parameters(long trainable, long statistics) {
    /** Of a whole graph. */
    public static Parameters of(Graph graph) {
        return of(graph, graph.nodes());
    }

    /** Of some nodes of a graph. */
    public static Parameters of(Graph graph, List<Node> nodes) {
        Set<Value> counted = new HashSet<>();
        long trainable = 0;
        long statistics = 0;
        for (Node node : nodes) {
            for (int input = 0; input < node.inputs().size(); input++) {
                Value value = node.inputs().get(input);
                if (!graph.isConstant(value)
                        || !isLearnt(node, value)
                        || node.operator().rescales(input)
                        || !counted.add(value)) {
                    continue;
                }
                if (node.operator().statistic(input)) {
                    statistics += value.type().elements();
                } else {
                    trainable += value.type().elements();
                }
            }
        }
        return new Parameters(trainable, statistics);
    }

    /** Integers that are only converted are codes that somebody chose, as the digits of LeNet 5's outputs are. */
    private static boolean isLearnt(Node node, Value value) {
        DataType type = value.type().type();
        boolean quantised = type.bits() <= DataType.INT32.bits() && type.kind() != DataType.Kind.TRUTH;
        return type.isFloat() || quantised && node.inputs().size() > 1;
    }
}
