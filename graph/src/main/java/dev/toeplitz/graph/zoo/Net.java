package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Dropout;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Pad;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.op.Slice.Range;
import dev.toeplitz.graph.op.Softmax;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * A network being written down, layer by layer. Feature maps are N × C × H × W; layers are named after their place, and
 * weights, which stay open, after their layer.
 */
final class Net {
    private final GraphBuilder graph;
    private final Value input;

    Net(Setting setting) {
        graph = new GraphBuilder(setting.name());
        input = input("input", setting.input());
    }

    Value input() {
        return input;
    }

    /** One more input. */
    Value input(String name, Shape shape) {
        return graph.input(name, new TensorType(DataType.FLOAT32, shape));
    }

    /** A constant whose values the paper fixes. */
    Value given(String name, Tensor values) {
        return graph.constant(name, values);
    }

    Graph endingIn(Value... outputs) {
        List.of(outputs).forEach(graph::output);
        return graph.build();
    }

    static int channels(Value x) {
        return x.type().shape().at(1);
    }

    Value node(String name, Operator operator, Value... inputs) {
        return graph.node(name, operator, inputs);
    }

    /** The outputs of an operator that has several. */
    List<Value> nodes(String name, Operator operator, Value... inputs) {
        return graph.node(name, operator, List.of(inputs));
    }

    Value weight(String name, int... extents) {
        return graph.weight(name, extents);
    }

    /** A convolution with bias: {@code filter} × {@code filter}, stride, padding on each side. */
    Value conv(String name, Value x, int channels, int filter, int stride, int padding) {
        return conv(name, x, channels, Conv.square(filter, stride, padding, 1), true);
    }

    /** A convolution whose batch normalisation makes a bias idle. */
    Value bareConv(String name, Value x, int channels, int filter, int stride, int padding, int groups) {
        return conv(name, x, channels, Conv.square(filter, stride, padding, groups), false);
    }

    Value conv(String name, Value x, int channels, Conv conv, boolean bias) {
        List<Window> windows = conv.windows();
        Value w = weight(
                name + ".weight",
                channels,
                channels(x) / conv.groups(),
                windows.get(0).size(),
                windows.get(1).size());
        return bias ? node(name, conv, x, w, weight(name + ".bias", channels)) : node(name, conv, x, w);
    }

    /** Convolution and batch normalisation. */
    Value convBn(String name, Value x, int channels, int filter, int stride, int padding, int groups) {
        return bn(name + "_bn", bareConv(name, x, channels, filter, stride, padding, groups));
    }

    Value convBnRelu(String name, Value x, int channels, int filter, int stride, int padding) {
        return relu(name + "_relu", convBn(name, x, channels, filter, stride, padding, 1));
    }

    Value convRelu(String name, Value x, int channels, int filter, int stride, int padding) {
        return relu(name + "_relu", conv(name, x, channels, filter, stride, padding));
    }

    Value bn(String name, Value x) {
        int c = channels(x);
        return node(
                name,
                new BatchNorm(1e-5),
                x,
                weight(name + ".gamma", c),
                weight(name + ".beta", c),
                weight(name + ".mean", c),
                weight(name + ".variance", c));
    }

    Value relu(String name, Value x) {
        return node(name, new Relu(), x);
    }

    Value relu6(String name, Value x) {
        return node(name, Clip.relu6(), x);
    }

    Value bnRelu(String name, Value x) {
        return relu(name + "_relu", bn(name, x));
    }

    Value maxPool(String name, Value x, int filter, int stride, int padding) {
        return node(name, Pool.max(filter, stride, padding, false), x);
    }

    /** Rounding up, as Caffe does. */
    Value maxPoolCeil(String name, Value x, int filter, int stride) {
        return node(name, Pool.max(filter, stride, 0, true), x);
    }

    Value meanPool(String name, Value x, int filter, int stride, int padding) {
        return node(name, Pool.mean(filter, stride, padding, false), x);
    }

    Value globalMean(String name, Value x) {
        return node(name, new GlobalPool(Fold.MEAN), x);
    }

    /** AlexNet's local response normalisation: n = 5, α = 10⁻⁴, β = 0.75, in Caffe's convention. */
    Value lrn(String name, Value x) {
        return node(name, new Lrn(5, 1e-4, 0.75, 1), x);
    }

    Value concat(String name, Value... parts) {
        return node(name, new Concat(1), parts);
    }

    Value add(String name, Value x, Value y) {
        return node(name, new Add(), x, y);
    }

    Value reshape(String name, Value x, int... extents) {
        return node(name, new Reshape(Shape.of(extents)), x);
    }

    /** With zeros around it; a negative width crops. */
    Value padded(String name, Value x, List<Integer> before, List<Integer> after) {
        return node(name, new Pad(Pad.Mode.CONSTANT, before, after, 0), x);
    }

    /** Every other row and column, from the first on. */
    Value everyOther(String name, Value x) {
        Shape s = x.type().shape();
        return node(
                name,
                new Slice(List.of(
                        new Range(0, s.at(0), 1),
                        new Range(0, s.at(1), 1),
                        new Range(0, Math.ceilDiv(s.at(2), 2), 2),
                        new Range(0, Math.ceilDiv(s.at(3), 2), 2))),
                x);
    }

    /** N × C × H × W to N × C·H·W. */
    Value flatten(String name, Value x) {
        Shape shape = x.type().shape();
        return reshape(name, x, shape.at(0), shape.product(1, shape.rank()));
    }

    /**
     * The same where the layer that follows has weights for each pixel, and so for a map of {@code rows} × {@code cols} only;
     * an input of another size is refused here.
     */
    Value vectorise(String name, Value x, int rows, int cols) {
        Shape shape = x.type().shape();
        Require.that(
                shape.at(2) == rows && shape.at(3) == cols,
                "node '%s': a map of %d x %d pixels".formatted(name, shape.at(2), shape.at(3)),
                "%d x %d, for which the fully connected layer has its weights".formatted(rows, cols),
                "leave the input at its usual size, or take a network that ends in global pooling");
        return flatten(name, x);
    }

    /** A fully connected layer with bias on N × K. */
    Value linear(String name, Value x, int features) {
        Value w = weight(name + ".weight", features, channels(x));
        return node(name, new Linear(), x, w, weight(name + ".bias", features));
    }

    Value dropout(String name, Value x) {
        return node(name, new Dropout(), x);
    }

    Value softmax(String name, Value x) {
        return node(name, new Softmax(1, 1), x);
    }

    /** The modern head: global mean, one fully connected layer, softmax. */
    Value head(Value x, int classes) {
        return softmax("prob", linear("fc", flatten("flatten", globalMean("pool", x)), classes));
    }
}
