package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One node of a file as a {@link Rule} sees it: attributes, inputs with what is known of them, and the ways to say what
 * its outputs are: {@link #become}, {@link #pass}, {@link #fold}.
 */
final class OnnxNode {
    private final NodeProto proto;
    private final String name;
    private final int opset;
    private final Scope scope;
    private final Assembly assembly;
    private final Attributes attributes;
    private final List<Value> outputs = new ArrayList<>();

    OnnxNode(NodeProto proto, String name, int opset, Scope scope, Assembly assembly) {
        this.proto = proto;
        this.name = name;
        this.opset = opset;
        this.scope = scope;
        this.assembly = assembly;
        this.attributes = new Attributes(proto);
    }

    int opset() {
        return opset;
    }

    Attributes attributes() {
        return attributes;
    }

    Optional<Rebatch> rebatch() {
        return scope.rebatch();
    }

    OnnxTensors tensors() {
        return scope.tensors();
    }

    /** What the outputs turned out to be, as far as they were said. */
    List<Value> outputs() {
        return Collections.unmodifiableList(outputs);
    }

    /** How many inputs are written, omitted ones before the last counted. */
    int inputs() {
        int count = proto.getInputCount();
        while (count > 0 && proto.getInput(count - 1).isEmpty()) {
            count--;
        }
        return count;
    }

    boolean has(int input) {
        return input < proto.getInputCount() && !proto.getInput(input).isEmpty();
    }

    Value input(int input) {
        Require.that(has(input), "input %d is missing".formatted(input), "a value", "export the file again");
        return scope.value(proto.getInput(input));
    }

    Optional<Value> optional(int input) {
        return has(input) ? Optional.of(input(input)) : Optional.empty();
    }

    /** All inputs, of which none may be omitted. */
    List<Value> all() {
        return IntStream.range(0, inputs()).mapToObj(this::input).toList();
    }

    Shape shape(int input) {
        return input(input).type().shape();
    }

    TensorType type(int input) {
        return input(input).type();
    }

    /** The input's values, which must be known when the file is read. */
    Tensor known(int input, String role) {
        Value value = input(input);
        Tensor tensor = assembly.constant(value)
                .orElseThrow(() -> new InputException(
                        "%s '%s' is only known when the network runs".formatted(role, value.name()),
                        "a constant: shapes are fixed here",
                        "export the model with constant shapes"));
        Require.that(
                tensor.known(), "%s '%s' has no values".formatted(role, value.name()), "values", "give the weights");
        return tensor;
    }

    boolean isKnown(int input) {
        return has(input) && assembly.constant(input(input)).isPresent();
    }

    /** The values of a short constant input. */
    List<Double> reals(int input, String role) {
        return Arrays.stream(known(input, role).toDoubles()).boxed().toList();
    }

    List<Integer> integers(int input, String role) {
        return reals(input, role).stream()
                .map(value -> Attributes.saturated(value.longValue()))
                .toList();
    }

    int integer(int input, String role) {
        return single(integers(input, role), role);
    }

    double real(int input, String role) {
        return single(reals(input, role), role);
    }

    private static <T> T single(List<T> values, String role) {
        Require.that(
                values.size() == 1, "%s has %d values".formatted(role, values.size()), "one", "correct the constant");
        return values.getFirst();
    }

    /** A list that is an attribute in old files and a constant input in new ones. */
    Optional<List<Integer>> integers(String attribute, int input, int inputSince) {
        if (opset < inputSince) {
            return attributes.integers(attribute);
        }
        return has(input) ? Optional.of(integers(input, attribute)) : Optional.empty();
    }

    /** Whether anybody reads output {@code output}. */
    boolean isRead(int output) {
        return output < proto.getOutputCount() && scope.isRead(proto.getOutput(output));
    }

    /** How many outputs the file names. */
    int outputCount() {
        return proto.getOutputCount();
    }

    /** A node of ours before the one that gives the outputs, with one result. */
    Value part(String suffix, Operator operator, Value... operands) {
        String partName = assembly.takeNodeName(name + "/" + suffix);
        return assembly.apply(partName, operator, List.of(operands), List.of(partName))
                .getFirst();
    }

    /** The same with all its results. */
    List<Value> parts(String suffix, Operator operator, List<Value> operands) {
        String partName = assembly.takeNodeName(name + "/" + suffix);
        int count =
                operator.outputs(operands.stream().map(Value::type).toList()).size();
        List<String> names =
                IntStream.range(0, count).mapToObj(i -> partName + ":" + i).toList();
        return assembly.apply(partName, operator, operands, names);
    }

    /** A constant that the file does not have as such. */
    Value constant(String suffix, Tensor tensor) {
        return assembly.constant(name + "/" + suffix, tensor);
    }

    void become(Operator operator, Value... operands) {
        become(operator, List.of(operands));
    }

    /** The outputs are this operator's. */
    void become(Operator operator, List<Value> operands) {
        int count =
                operator.outputs(operands.stream().map(Value::type).toList()).size();
        List<String> names =
                IntStream.range(0, count).mapToObj(this::outputName).toList();
        outputs.addAll(assembly.apply(name, operator, operands, names));
    }

    private String outputName(int output) {
        boolean written =
                output < proto.getOutputCount() && !proto.getOutput(output).isEmpty();
        return written ? proto.getOutput(output) : name + ":" + output;
    }

    /** The next output is a value that exists already. */
    void pass(Value value) {
        outputs.add(value);
    }

    /** The next output is known. */
    void fold(Tensor tensor) {
        outputs.add(assembly.constant(outputName(outputs.size()), tensor));
    }

    /** The same elements as {@code value} under another shape; nothing where it has that shape already. */
    Value reshaped(String suffix, Value value, Shape shape) {
        boolean same = value.type().shape().equals(shape);
        return same ? value : part(suffix, new Reshape(shape), value);
    }
}
