package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.FreeNames;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.QLinearConv;
import dev.toeplitz.graph.op.QLinearMatMul;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Has layers multiply integers that are written as numbers made of integers, multiplied, and made integers again ("QDQ"): {@link
 * QLinearConv} or {@link QLinearMatMul} takes the place of such a layer's contraction and of what makes its result integers. It sums the
 * same products exactly and rounds the scaled sum once; what was before rounded every operand and scaled what came of it. Makers of
 * numbers stay for other readers, or are left for {@link DeadNodeRemoval}. Comes before constants are folded: the weights would be numbers.
 */
public final class FoldQuantisation implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Edges edges = new Edges(graph);
        Map<Node, QuantisedLayer> layers = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            QuantisedLayer.before(graph, edges, node).ifPresent(layer -> layers.put(node, layer));
        }
        return layers.isEmpty() ? graph : new Writing(graph).write(layers);
    }

    /** The graph that is being written. */
    private static final class Writing {
        private final Graph graph;
        private final FreeNames names;
        private final Map<Value, Tensor> constants;
        private final Map<DataType, Value> zeros = new HashMap<>();
        private final List<Node> nodes = new ArrayList<>();

        Writing(Graph graph) {
            this.graph = graph;
            this.names = new FreeNames(graph);
            this.constants = new LinkedHashMap<>(graph.constants());
        }

        Graph write(Map<Node, QuantisedLayer> layers) {
            Set<Node> gone = new HashSet<>();
            layers.values().forEach(layer -> gone.addAll(layer.between()));
            for (Node node : graph.nodes()) {
                QuantisedLayer layer = layers.get(node);
                if (layer != null) {
                    write(layer);
                } else if (!gone.contains(node)) {
                    nodes.add(node);
                }
            }
            return new Graph(graph.name(), graph.inputs(), constants, nodes, graph.outputs());
        }

        private void write(QuantisedLayer layer) {
            Value x = layer.x().whole();
            Value w = layer.w().whole();
            Value y = layer.y().whole();
            DataType type = y.type().type();
            boolean shifted = isShifted(layer);
            String name = layer.contraction().name();
            switch (layer.contraction().operator()) {
                case Conv(List<Window> windows, int groups) ->
                    nodes.add(new Node(
                            name, new QLinearConv(windows, groups, type, shifted), operands(layer, x, w), List.of(y)));
                case Linear linear -> {
                    // As a convolution of 1 × 1, which may have a bias.
                    Value columns =
                            linear.transposesWeight() ? w : node(name + ".turned", new Transpose(List.of(1, 0)), w);
                    Value image = node(name + ".image", spread(x), x);
                    Value filter = node(name + ".filter", spread(columns), columns);
                    QLinearConv conv = new QLinearConv(List.of(Window.of(1), Window.of(1)), 1, type, shifted);
                    TensorType made = y.type().with(y.type().shape().then(Shape.of(1, 1)));
                    Value sums = new Value(names.value(name + ".rounded"), made);
                    nodes.add(new Node(name, conv, operands(layer, image, filter), List.of(sums)));
                    Reshape row = new Reshape(y.type().shape());
                    nodes.add(new Node(names.node(name + ".row"), row, List.of(sums), List.of(y)));
                }
                default ->
                    nodes.add(new Node(name, new QLinearMatMul(type, shifted), operands(layer, x, w), List.of(y)));
            }
        }

        private static Reshape spread(Value matrix) {
            return new Reshape(matrix.type().shape().then(Shape.of(1, 1)));
        }

        private static boolean isShifted(QuantisedLayer layer) {
            return Stream.of(layer.x(), layer.w(), layer.y())
                    .anyMatch(held -> held.zeroPoint().isPresent());
        }

        private List<Value> operands(QuantisedLayer layer, Value x, Value w) {
            List<Value> operands = new ArrayList<>();
            boolean shifted = isShifted(layer);
            add(operands, shifted, Optional.of(x), layer.x());
            add(operands, shifted, Optional.of(w), layer.w());
            add(operands, shifted, Optional.empty(), layer.y());
            layer.bias().ifPresent(bias -> {
                TensorType type = new TensorType(DataType.INT32, Shape.of(bias.length));
                operands.add(constant(layer.contraction().name() + ".bias.int32", Tensor.of(type, bias)));
            });
            return operands;
        }

        private void add(List<Value> operands, boolean shifted, Optional<Value> whole, Quantisation held) {
            whole.ifPresent(operands::add);
            operands.add(held.scale());
            if (shifted) {
                operands.add(held.zeroPoint()
                        .orElseGet(() -> zero(held.whole().type().type())));
            }
        }

        private Value zero(DataType type) {
            return zeros.computeIfAbsent(
                    type, _ -> constant("zero_point", Tensor.of(new TensorType(type, Shape.SCALAR), 0)));
        }

        private Value constant(String name, Tensor tensor) {
            Value value = new Value(names.value(name), tensor.type());
            constants.put(value, tensor);
            return value;
        }

        private Value node(String name, Operator operator, Value input) {
            TensorType type = operator.outputs(List.of(input.type())).getFirst();
            Value made = new Value(names.value(name), type);
            nodes.add(new Node(names.node(name), operator, List.of(input), List.of(made)));
            return made;
        }
    }
}
