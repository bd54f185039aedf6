package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Valid graphs over all operators, 5 to 30 nodes, small tensors; the seed alone decides one. */
final class RandomGraphs {
    private static final int FEWEST = 5;
    private static final int MOST = 30;

    private RandomGraphs() {}

    /** A graph and what flows into it. */
    record Case(Graph graph, Map<Value, Tensor> inputs) {}

    static Case of(long seed) {
        Growth growth = new Growth(seed);
        List<RandomNodes.Maker> makers = RandomNodes.all();
        // Makers may add two nodes, and one that finds nothing that fits adds none.
        int wanted = growth.between(FEWEST, MOST - 1);
        while (growth.nodes() < wanted) {
            makers.get(growth.random.nextInt(makers.size())).add(growth);
        }
        return new Case(growth.graph(), growth.inputs());
    }
}
