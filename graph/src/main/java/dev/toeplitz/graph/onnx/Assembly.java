package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Identity;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The graph as it grows: what has been made so far, and what of it is known already. It does not outlive an import. */
final class Assembly {
    private final Names nodeNames = new Names();
    private final Names valueNames = new Names();
    private final List<Value> inputs = new ArrayList<>();
    private final Map<Value, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    String takeNodeName(String wanted) {
        return nodeNames.take(wanted);
    }

    Value input(String name, TensorType type) {
        Value value = new Value(valueNames.take(name), type);
        inputs.add(value);
        return value;
    }

    Value constant(String name, Tensor tensor) {
        Value value = new Value(valueNames.take(name), tensor.type());
        constants.put(value, tensor);
        return value;
    }

    Optional<Tensor> constant(Value value) {
        return Optional.ofNullable(constants.get(value));
    }

    /**
     * The operator's outputs, called {@code outputNames}: constants where everything it reads is known and small, else
     * those of a new node.
     */
    List<Value> apply(String nodeName, Operator operator, List<Value> operands, List<String> outputNames) {
        Optional<List<Tensor>> folded = fold(operator, operands);
        if (folded.isPresent()) {
            return IntStream.range(0, folded.get().size())
                    .mapToObj(i -> constant(outputNames.get(i), folded.get().get(i)))
                    .toList();
        }
        List<TensorType> types =
                operator.outputs(operands.stream().map(Value::type).toList());
        List<Value> made = IntStream.range(0, types.size())
                .mapToObj(i -> new Value(valueNames.take(outputNames.get(i)), types.get(i)))
                .toList();
        nodes.add(new Node(nodeName, operator, operands, made));
        return made;
    }

    private Optional<List<Tensor>> fold(Operator operator, List<Value> operands) {
        if (operands.isEmpty() || !constants.keySet().containsAll(operands)) {
            return Optional.empty();
        }
        List<Tensor> known = operands.stream().map(constants::get).toList();
        if (operator instanceof Reshape(Shape shape)) {
            operator.outputs(List.of(known.getFirst().type())); // refuses another count of elements
            return Optional.of(List.of(OnnxTensors.reshaped(known.getFirst(), shape)));
        }
        return Folding.evaluate(operator, known);
    }

    /** How many nodes there are so far. */
    int nodes() {
        return nodes.size();
    }

    /** The names of the nodes added since there were {@code before}. */
    List<String> namesSince(int before) {
        return nodes.subList(before, nodes.size()).stream().map(Node::name).toList();
    }

    /**
     * The finished graph; {@code outputs} are the file's output names with what they turned out to be. A value that came
     * to an output through nodes that left nothing takes the output's name, so that users find it.
     */
    Graph finish(String name, Map<String, Value> outputs) {
        Map<Value, Value> renamed = new LinkedHashMap<>();
        List<Value> named = new ArrayList<>();
        outputs.forEach((wanted, value) -> named.add(named(wanted, value, renamed)));
        List<Node> finished = nodes.stream().map(node -> with(renamed, node)).toList();
        Map<Value, Tensor> known = new LinkedHashMap<>();
        constants.forEach((value, tensor) -> known.put(renamed.getOrDefault(value, value), tensor));
        Set<Value> read = new LinkedHashSet<>(named);
        finished.forEach(node -> read.addAll(node.inputs()));
        known.keySet().retainAll(read);
        return new Graph(name, inputs, known, finished, named);
    }

    private Value named(String wanted, Value value, Map<Value, Value> renamed) {
        if (value.name().equals(Names.clean(wanted))) {
            return value;
        }
        if (inputs.contains(value) || renamed.containsKey(value)) {
            // Nothing computes it under its own name: a copy does.
            return apply(takeNodeName(wanted), new Identity(), List.of(value), List.of(wanted))
                    .getFirst();
        }
        Value target = new Value(valueNames.take(wanted), value.type());
        renamed.put(value, target);
        return target;
    }

    private static Node with(Map<Value, Value> renamed, Node node) {
        return new Node(
                node.name(), node.operator(), renamed(renamed, node.inputs()), renamed(renamed, node.outputs()));
    }

    private static List<Value> renamed(Map<Value, Value> renamed, List<Value> values) {
        return values.stream().map(value -> renamed.getOrDefault(value, value)).toList();
    }
}
