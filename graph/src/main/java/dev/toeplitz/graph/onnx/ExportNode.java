package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One node of a graph as it is written: the names of what it reads, and the ways to say what stands in the file for it:
 * {@link #become} gives its outputs, {@link #part} a node before that, {@link #integers} and {@link #scalar} constants.
 */
final class ExportNode {
    private final Node node;
    private final Graph graph;
    private final ModelParts model;

    ExportNode(Node node, Graph graph, ModelParts model) {
        this.node = node;
        this.graph = graph;
        this.model = model;
    }

    String name() {
        return node.name();
    }

    int inputs() {
        return node.inputs().size();
    }

    String input(int input) {
        return model.name(node.inputs().get(input));
    }

    List<String> all() {
        return node.inputs().stream().map(model::name).toList();
    }

    TensorType type(int input) {
        return node.inputs().get(input).type();
    }

    Shape shape(int input) {
        return type(input).shape();
    }

    TensorType output(int output) {
        return node.outputs().get(output).type();
    }

    /** A constant input's values. */
    Optional<Tensor> known(int input) {
        return Optional.ofNullable(graph.constant(node.inputs().get(input)));
    }

    /** The node's outputs are this operator's of all its inputs. */
    void become(Call call) {
        become(call, all());
    }

    void become(Call call, String... operands) {
        become(call, List.of(operands));
    }

    void become(Call call, List<String> operands) {
        model.add(
                node.name(),
                call,
                operands,
                node.outputs().stream().map(model::name).toList());
    }

    /** A node before that, with one result. */
    String part(String suffix, Call call, String... operands) {
        return part(suffix, call, List.of(operands));
    }

    String part(String suffix, Call call, List<String> operands) {
        return parts(suffix, 1, call, operands).getFirst();
    }

    /** The same with several results. */
    List<String> parts(String suffix, int count, Call call, List<String> operands) {
        String name = model.take(node.name() + "/" + suffix);
        List<String> made = IntStream.range(0, count)
                .mapToObj(i -> i == 0 ? name : model.take(name + ":" + i))
                .toList();
        model.add(name, call, operands, made);
        return made;
    }

    /** A constant list of 64-bit integers, as ONNX wants shapes, axes and positions. */
    String integers(String suffix, List<Integer> values) {
        return whole(suffix, Shape.of(values.size()), values);
    }

    String integer(String suffix, int value) {
        return whole(suffix, Shape.SCALAR, List.of(value));
    }

    String whole(String suffix, Shape shape, List<Integer> values) {
        return constant(
                suffix,
                Tensor.of(
                        new TensorType(DataType.INT64, shape),
                        values.stream().mapToDouble(Integer::doubleValue).toArray()));
    }

    /** A constant of the first input's element type. */
    String scalar(String suffix, double value) {
        return constant(suffix, Tensor.of(type(0).with(Shape.SCALAR), value));
    }

    String constant(String suffix, Tensor tensor) {
        return model.constant(node.name() + "/" + suffix, tensor);
    }

    /** The same elements of {@code operand} under another shape. */
    String reshaped(String suffix, String operand, Shape shape) {
        return part(suffix, reshape(shape), operand, integers(suffix + "/shape", shape.extents()));
    }

    /** The outputs are {@code operand}'s elements under the output's shape. */
    void becomeReshaped(String operand) {
        Shape shape = output(0).shape();
        become(reshape(shape), operand, integers("shape", shape.extents()));
    }

    /** A 0 in a target is an empty axis here, not ONNX's "as the input's". */
    private static Call reshape(Shape shape) {
        Call call = Call.of("Reshape");
        return shape.extents().contains(0) ? call.flag("allowzero", true) : call;
    }
}
