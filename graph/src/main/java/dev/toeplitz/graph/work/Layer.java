package dev.toeplitz.graph.work;

import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Operator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Nodes that a machine runs as one: a first node and the element-wise ones that follow it on its result's way out (bias,
 * activation, a residual add). {@code work} has the first node's and then the followers'; {@code reads} are the tensors
 * that come from outside the layer, {@code output} what leaves it.
 */
public record Layer(List<Node> nodes, List<Work> work, List<Read> reads, List<Value> outputs) {
    public Layer {
        nodes = List.copyOf(nodes);
        work = List.copyOf(work);
        reads = List.copyOf(reads);
        outputs = List.copyOf(outputs);
    }

    /** A tensor that comes in: an activation, or a constant. */
    public record Read(Value value, boolean constant) {}

    /** The first node's name. */
    public String name() {
        return nodes.getFirst().name();
    }

    /** The operators in order, as {@code Conv + BatchNorm + Relu}. */
    public String operators() {
        return nodes.stream().map(Node::operator).map(Operator::name).collect(Collectors.joining(" + "));
    }

    /** Multiply-accumulates of all its contractions. */
    public long macs() {
        return work.stream()
                .mapToLong(each -> each instanceof MatrixWork matrix ? matrix.macs() : 0)
                .reduce(0, Math::addExact);
    }
}
