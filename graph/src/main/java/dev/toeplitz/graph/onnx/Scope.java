package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.toeplitz.graph.Value;
import dev.toeplitz.terms.InputException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the names of a file mean, as far as it has been read. */
final class Scope {
    private final OnnxTensors tensors;
    private final Optional<Rebatch> rebatch;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, String> makers = new HashMap<>();
    private final Map<String, String> leftOut = new HashMap<>();
    private final Set<String> read = new HashSet<>();

    Scope(GraphProto graph, OnnxTensors tensors, Optional<Rebatch> rebatch) {
        this.tensors = tensors;
        this.rebatch = rebatch;
        for (NodeProto node : graph.getNodeList()) {
            read.addAll(node.getInputList());
        }
        graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(read::add);
        read.remove("");
    }

    OnnxTensors tensors() {
        return tensors;
    }

    Optional<Rebatch> rebatch() {
        return rebatch;
    }

    boolean isRead(String name) {
        return read.contains(name);
    }

    /** {@code maker} is what a message calls it: an input, an initializer, a node. */
    void define(String name, Value value, String maker) {
        String before = makers.putIfAbsent(name, maker);
        if (before != null) {
            throw new InputException(
                    "value '%s' is made by %s and by %s".formatted(Names.clean(name), before, maker),
                    "one maker",
                    "export the file again");
        }
        values.put(name, value);
    }

    /** An output that the operator has but our record does not make. */
    void leaveOut(String name, String why) {
        leftOut.put(name, why);
    }

    Value value(String name) {
        Value value = values.get(name);
        if (value != null) {
            return value;
        }
        if (leftOut.containsKey(name)) {
            throw new InputException(
                    "value '%s' is %s".formatted(Names.clean(name), leftOut.get(name)),
                    "an output that is modelled",
                    "remove its readers");
        }
        throw InputException.unknown(
                "input, initializer or node output",
                Names.clean(name),
                values.keySet().stream().map(Names::clean).toList());
    }
}
