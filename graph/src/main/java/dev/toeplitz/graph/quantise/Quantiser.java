package dev.toeplitz.graph.quantise;

import dev.toeplitz.graph.FreeNames;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.ConvInteger;
import dev.toeplitz.graph.op.DequantizeLinear;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.MatMulInteger;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.QLinearConv;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a graph whose convolutions and products with known weights multiply 8-bit integers and sum them up in 32 bits. Weights are
 * symmetric, with a scale for each output channel; activations have one scale a tensor ({@link Scale}); the bias is added to the sum.
 * Where a layer's result is held in eight bits again, the sum is scaled and rounded once, which does a ReLU too; otherwise it
 * is made a floating-point number there and then. Everything else stays as it was. Inputs and outputs of the graph keep their types.
 */
public final class Quantiser {
    private final Graph graph;
    private final Scheme scheme;
    private final WeightBits bits;
    private final Set<Value> outputs;
    private final FreeNames names;
    private final Map<Value, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Value, Value> eights = new HashMap<>();
    private final Set<Value> floats;
    private final Map<Value, Value> steps = new HashMap<>();

    /** A contraction that stays as it is, and why. */
    public record Kept(Node node, String reason) {}

    /**
     * What came of it.
     *
     * @param layers that multiply integers now
     */
    public record Outcome(Graph graph, List<Node> layers, List<Kept> kept) {
        public Outcome {
            layers = List.copyOf(layers);
            kept = List.copyOf(kept);
        }
    }

    private Quantiser(Graph graph, Scheme scheme, WeightBits bits) {
        this.bits = bits;
        this.graph = graph;
        this.scheme = scheme;
        this.outputs = Set.copyOf(graph.outputs());
        this.names = new FreeNames(graph);
        this.constants.putAll(graph.constants());
        this.floats = new HashSet<>(graph.inputs());
        this.floats.addAll(graph.constants().keySet());
    }

    /**
     * The graph in integers, as far as it goes; refuses one without any layer that can be.
     *
     * @param graph with batch normalisations folded: one by itself stays as it is
     */
    public static Outcome quantise(Graph graph, Ranges ranges) {
        return quantise(graph, ranges, WeightBits.EIGHT);
    }

    /** How large weights become. */
    public enum WeightBits {
        /** To ±63: kernels that add two products of unsigned and signed bytes in 16 bits, as ONNX Runtime's without VNNI, do not saturate. */
        SEVEN(63),
        /** To ±127. */
        EIGHT(127);

        private final int most;

        WeightBits(int most) {
            this.most = most;
        }
    }

    /** The same with weights of so many bits. */
    public static Outcome quantise(Graph graph, Ranges ranges, WeightBits bits) {
        Scheme scheme = new Scheme(graph, ranges);
        if (scheme.layers().isEmpty()) {
            String why = scheme.kept().stream()
                    .limit(3)
                    .map(kept -> "%s: %s"
                            .formatted(
                                    Node.place(kept.node().name(), kept.node().operator()), kept.reason()))
                    .collect(Collectors.joining("; "));
            throw new InputException(
                    "nothing in %s can be quantised%s".formatted(graph.name(), why.isEmpty() ? "" : " (" + why + ")"),
                    "a convolution or matrix product with known weights",
                    "run it with --precision fp32, or give it weights");
        }
        return new Quantiser(graph, scheme, bits).outcome();
    }

    private Outcome outcome() {
        for (Node node : graph.nodes()) {
            Layer layer = scheme.layers().get(node);
            if (layer != null) {
                write(layer);
            } else if (scheme.isAbsorbed(node)) {
                continue;
            } else if (scheme.runsInEight(node)) {
                passInEight(node);
            } else {
                List<Value> inputs = node.inputs().stream().map(this::asFloat).toList();
                nodes.add(new Node(node.name(), node.operator(), inputs, node.outputs()));
                floats.addAll(node.outputs());
            }
        }
        outputs.forEach(this::asFloat);
        Set<Value> read = nodes.stream().flatMap(node -> node.inputs().stream()).collect(Collectors.toSet());
        read.addAll(outputs);
        constants.keySet().retainAll(read);
        Graph quantised = new Graph(graph.name(), graph.inputs(), constants, nodes, graph.outputs());
        return new Outcome(quantised, List.copyOf(scheme.layers().keySet()), scheme.kept());
    }

    private Value asFloat(Value value) {
        if (floats.add(value)) {
            String name = names.node(value.name() + ".dequantised");
            nodes.add(new Node(name, new DequantizeLinear(0), List.of(eights.get(value), step(value)), List.of(value)));
        }
        return value;
    }

    private Value asEight(Value value) {
        Value known = eights.get(value);
        if (known != null) {
            return known;
        }
        Value eight = node(
                value.name() + ".int8", new QuantizeLinear(scheme.scale(value).type(), 0), asFloat(value), step(value));
        eights.put(value, eight);
        return eight;
    }

    /** The constant of a value's scale. */
    private Value step(Value value) {
        return steps.computeIfAbsent(
                scheme.named(value),
                named -> constant(
                        named.name() + ".scale",
                        Tensor.of(TensorType.float32(), scheme.scale(value).step())));
    }

    private void passInEight(Node node) {
        List<Value> inputs = node.inputs().stream().map(this::asEight).toList();
        eights.put(
                Scheme.output(node), named(node.name(), Scheme.output(node).name() + ".int8", node.operator(), inputs));
    }

    private void write(Layer layer) {
        Node node = layer.node();
        double[] steps = layer.steps(bits.most);
        boolean matrix = !(node.operator() instanceof Conv) && layer.run() == 1;
        Value x = asEight(node.inputs().getFirst());
        if (matrix) {
            result(
                    layer,
                    sums(
                            layer,
                            new MatMulInteger(),
                            x,
                            weight(layer, layer.weight().shape(), steps),
                            steps),
                    steps);
            return;
        }
        Conv conv = node.operator() instanceof Conv own ? own : new Conv(List.of(Window.of(1), Window.of(1)), 1);
        boolean product = node.operator() instanceof Linear;
        Value image = product ? node(node.name() + ".image", new Reshape(spread(x)), x) : x;
        Shape filter = product
                ? layer.weight().shape().then(Shape.of(1, 1))
                : layer.weight().shape();
        Value w = weight(layer, filter, steps);
        Value y = Scheme.output(node);
        Node activation = scheme.activation(node).orElse(null);
        Value target = activation == null ? y : Scheme.output(activation);
        if (activation == null && !scheme.isWanted(y)) {
            result(layer, sums(layer, new ConvInteger(conv.windows(), conv.groups()), image, w, steps), steps);
            return;
        }
        Scale scale = scheme.scale(target);
        List<Value> operands = new ArrayList<>(
                List.of(image, step(node.inputs().getFirst()), w, perChannel(layer, steps), step(target)));
        layer.bias().ifPresent(_ -> operands.add(bias(layer, steps, Shape.of(layer.channels()))));
        QLinearConv quantised = new QLinearConv(conv.windows(), conv.groups(), scale.type(), false);
        boolean clips = activation != null && !scale.isUnsigned();
        String last = target.name() + ".int8";
        Value made = named(node.name(), clips || product ? node.name() + ".rounded" : last, quantised, operands);
        if (product) {
            made = named(
                    names.node(node.name() + ".row"),
                    clips ? node.name() + ".row" : last,
                    new Reshape(target.type().shape()),
                    List.of(made));
        }
        eights.put(
                target,
                clips ? named(activation.name(), last, inSteps(activation.operator(), scale), List.of(made)) : made);
    }

    private static Shape spread(Value x) {
        return x.type().shape().then(Shape.of(1, 1));
    }

    /** An activation on numbers in steps of a scale. */
    private static Operator inSteps(Operator activation, Scale scale) {
        return activation instanceof Clip(double least, double most)
                ? new Clip(least, Math.min(Integer.MAX_VALUE, Math.rint(most / scale.step())))
                : activation;
    }

    /** The 32-bit sums with the bias. */
    private Value sums(Layer layer, Operator operator, Value x, Value w, double[] steps) {
        String name = layer.node().name();
        Value sum = named(name, name + ".sum", operator, List.of(x, w));
        if (layer.bias().isEmpty()) {
            return sum;
        }
        Shape shape = Shape.of(layer.channels());
        if (operator instanceof ConvInteger) {
            for (int axis = 2; axis < sum.type().shape().rank(); axis++) {
                shape = shape.then(Shape.of(1));
            }
        }
        return node(name + ".biased", new Add(), sum, bias(layer, steps, shape));
    }

    /** Sums as floating-point numbers: the layer's own output. */
    private void result(Layer layer, Value sums, double[] steps) {
        Value y = Scheme.output(layer.node());
        double step = scheme.scale(layer.node().inputs().getFirst()).step();
        double[] products = new double[steps.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = Scale.step(step * steps[i]);
        }
        Value scales = constant(layer.node().name() + ".scales", Tensor.of(TensorType.float32(steps.length), products));
        boolean same = sums.type().shape().equals(y.type().shape());
        boolean columns = layer.run() == 1 && !(layer.node().operator() instanceof Conv);
        DequantizeLinear operator = new DequantizeLinear(columns ? -1 : 1);
        List<Value> inputs = List.of(sums, scales);
        String name = names.node(layer.node().name() + ".dequantised");
        if (same) {
            nodes.add(new Node(name, operator, inputs, List.of(y)));
        } else {
            Value image = named(name, layer.node().name() + ".dequantised", operator, inputs);
            nodes.add(new Node(
                    names.node(layer.node().name() + ".row"),
                    new Reshape(y.type().shape()),
                    List.of(image),
                    List.of(y)));
        }
        floats.add(y);
    }

    private Value weight(Layer layer, Shape shape, double[] steps) {
        TensorType type = new TensorType(DataType.INT8, shape);
        return constant(
                layer.node().inputs().get(1).name() + ".int8",
                new Tensor.Quantised(type, layer.weight(), steps, layer.run()));
    }

    private Value perChannel(Layer layer, double[] steps) {
        return constant(
                layer.node().inputs().get(1).name() + ".scale", Tensor.of(TensorType.float32(steps.length), steps));
    }

    private Value bias(Layer layer, double[] steps, Shape shape) {
        double step = scheme.scale(layer.node().inputs().getFirst()).step();
        return constant(
                layer.node().name() + ".bias.int32",
                Tensor.of(new TensorType(DataType.INT32, shape), layer.wholeBias(step, steps)));
    }

    private Value constant(String name, Tensor tensor) {
        Value value = new Value(names.value(name), tensor.type());
        constants.put(value, tensor);
        return value;
    }

    private Value node(String name, Operator operator, Value... inputs) {
        return named(names.node(name), name, operator, List.of(inputs));
    }

    private Value named(String node, String value, Operator operator, List<Value> inputs) {
        TensorType type =
                operator.outputs(inputs.stream().map(Value::type).toList()).getFirst();
        Value made = new Value(names.value(value), type);
        nodes.add(new Node(node, operator, inputs, List.of(made)));
        return made;
    }
}
