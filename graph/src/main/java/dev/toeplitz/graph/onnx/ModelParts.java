package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A file as it grows: its nodes and constants, every name once. It does not outlive an export. */
final class ModelParts {
    private final Names names = new Names();
    private final Names nodeNames = new Names();
    private final Map<Value, String> values = new HashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<NodeProto> fills = new ArrayList<>();
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Set<String> read = new HashSet<>();

    /** The graph's own names first, so that a name made up never takes one of them. */
    ModelParts(Graph graph) {
        graph.inputs().forEach(this::define);
        graph.constants().keySet().forEach(this::define);
        graph.nodes().forEach(node -> node.outputs().forEach(this::define));
    }

    /** An empty name says in ONNX that nothing is there. */
    private void define(Value value) {
        values.put(value, take(value.name()));
    }

    String take(String wanted) {
        return names.take(wanted.isEmpty() ? "value" : wanted);
    }

    String name(Value value) {
        return values.get(value);
    }

    String constant(String wanted, Tensor tensor) {
        String name = take(wanted);
        constants.put(name, tensor);
        return name;
    }

    void constant(Value value, Tensor tensor) {
        constants.put(name(value), tensor);
    }

    void add(String name, Call call, List<String> operands, List<String> results) {
        nodes.add(node(name, call, operands, results));
        read.addAll(operands);
    }

    /** A node that reads nothing but constants, and so stands before all others. */
    void addFill(String name, Call call, List<String> operands) {
        fills.add(node(name, call, operands, List.of(name)));
    }

    private NodeProto node(String name, Call call, List<String> operands, List<String> results) {
        return NodeProto.newBuilder()
                .setName(nodeNames.take(name))
                .setOpType(call.operator())
                .addAllAttribute(call.attributes())
                .addAllInput(operands)
                .addAllOutput(results)
                .build();
    }

    /** Whether a node that was added reads it. */
    boolean isRead(Value value) {
        return read.contains(name(value));
    }

    /** Each reads only what stands before it. */
    List<NodeProto> nodes() {
        return Stream.concat(fills.stream(), nodes.stream()).toList();
    }

    /** Name and values of each constant, in the order in which they came. */
    Map<String, Tensor> constants() {
        return constants;
    }
}
