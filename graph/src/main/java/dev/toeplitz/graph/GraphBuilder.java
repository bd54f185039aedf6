package dev.toeplitz.graph;

import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Builds a graph node by node, inferring every type. The one mutable thing about graphs; it does not outlive building. */
public final class GraphBuilder {
    private final String name;
    private final List<Value> inputs = new ArrayList<>();
    private final Map<Value, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();

    public GraphBuilder(String name) {
        this.name = name;
    }

    public Value input(String name, TensorType type) {
        Value value = new Value(name, type);
        inputs.add(value);
        return value;
    }

    public Value constant(String name, Tensor tensor) {
        Value value = new Value(name, tensor.type());
        constants.put(value, tensor);
        return value;
    }

    /** A weight whose values are left open. */
    public Value weight(String name, int... extents) {
        return constant(name, new Tensor.Absent(TensorType.float32(extents)));
    }

    /** The one output of a new node; it is called as the node is. */
    public Value node(String name, Operator operator, Value... inputs) {
        return node(name, operator, List.of(inputs)).getFirst();
    }

    /** The outputs of a new node, called as the node is and numbered where there are several. */
    public List<Value> node(String name, Operator operator, List<Value> inputs) {
        List<TensorType> types = Node.infer(name, operator, inputs);
        List<Value> made = IntStream.range(0, types.size())
                .mapToObj(i -> new Value(types.size() == 1 ? name : name + ":" + i, types.get(i)))
                .toList();
        nodes.add(new Node(name, operator, inputs, made));
        return made;
    }

    /** The outputs of a new node, under given names. */
    public List<Value> node(String name, Operator operator, List<Value> inputs, List<String> outputNames) {
        List<TensorType> types = Node.infer(name, operator, inputs);
        List<Value> made = IntStream.range(0, Math.min(types.size(), outputNames.size()))
                .mapToObj(i -> new Value(outputNames.get(i), types.get(i)))
                .toList();
        nodes.add(new Node(name, operator, inputs, made));
        return made;
    }

    public void output(Value value) {
        outputs.add(value);
    }

    public Graph build() {
        return new Graph(name, inputs, constants, nodes, outputs);
    }
}
