package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives weights that are left open, or all the same, values of their own: filters by He's initialisation, normal with
 * deviation √(2 / fan-in); scales and variances near 1, biases and means near 0. The seed and the place alone decide them.
 */
public final class RandomWeights {
    private static final double SPREAD = 0.1;

    private final Graph graph;
    private final long seed;

    private RandomWeights(Graph graph, long seed) {
        this.graph = graph;
        this.seed = seed;
    }

    public static Graph fill(Graph graph, long seed) {
        return new RandomWeights(graph, seed).filled();
    }

    private Graph filled() {
        Map<Value, Tensor> constants = new LinkedHashMap<>(graph.constants());
        long number = 0;
        for (Node node : graph.nodes()) {
            for (int input = 0; input < node.inputs().size(); input++) {
                Value value = node.inputs().get(input);
                if (isOpen(constants.get(value)) && value.type().type().isFloat()) {
                    constants.put(value, tensor(node, input, value.type(), seed * 1_000_003 + number++));
                }
            }
        }
        return new Graph(graph.name(), graph.inputs(), constants, graph.nodes(), graph.outputs());
    }

    private static boolean isOpen(Tensor tensor) {
        return switch (tensor) {
            case null -> false;
            case Tensor.Absent _, Tensor.Filled _ -> true;
            case Tensor.Doubles _, Tensor.Floats _, Tensor.Stored _, Tensor.Random _, Tensor.Scaled _ -> false;
        };
    }

    private static Tensor tensor(Node node, int input, TensorType type, long seed) {
        Shape shape = type.shape();
        if (shape.rank() >= 2 && shape.elements() > shape.at(0)) {
            double fanIn = Math.max(1, shape.elements() / (double) shape.at(0));
            return new Tensor.Random(type, seed, 0, Math.sqrt(2 / fanIn));
        }
        return new Tensor.Random(type, seed, scales(node, input) ? 1 : 0, SPREAD);
    }

    /** The scale and the variance of a normalisation; a variance must stay positive, which ten deviations from 0 see to. */
    private static boolean scales(Node node, int input) {
        boolean normalises = node.inputs().size() == 5 && node.operator().statistic(4);
        return normalises && (input == 1 || input == 4);
    }
}
