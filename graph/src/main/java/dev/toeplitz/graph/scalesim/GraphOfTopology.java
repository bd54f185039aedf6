package dev.toeplitz.graph.scalesim;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.scalesim.Row.Convolution;
import dev.toeplitz.graph.scalesim.Row.Product;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A graph with a node for each line. A table does not say what flows from layer to layer, so each has an input of its own. */
final class GraphOfTopology {
    private final GraphBuilder graph;
    private final Set<String> taken = new HashSet<>();

    private GraphOfTopology(String name) {
        graph = new GraphBuilder(name);
    }

    static Graph of(Topology topology) {
        GraphOfTopology made = new GraphOfTopology(topology.name());
        topology.rows().forEach(made::add);
        return made.graph.build();
    }

    private void add(Row row) {
        switch (row) {
            case Convolution convolution -> add(convolution);
            case Product(String name, int m, int n, int k, int batch)
            when batch == 1 -> add(name, new Linear(false, false, 1, 1), TensorType.float32(m, k), k, n);
            case Product(String name, int m, int n, int k, int batch) ->
                add(name, new MatMul(), TensorType.float32(batch, m, k), batch, k, n);
        }
    }

    private void add(Convolution row) {
        int groups = row.depthwise() ? row.channels() : 1;
        List<Window> windows = List.of(
                window(row.height(), row.filterHeight(), row.strideHeight()),
                window(row.width(), row.filterWidth(), row.strideWidth()));
        add(
                row.name(),
                new Conv(windows, groups),
                TensorType.float32(1, row.channels(), row.height(), row.width()),
                row.filters() * groups,
                row.channels() / groups,
                row.filterHeight(),
                row.filterWidth());
    }

    /** With as much padding at the end as the last window needs that starts inside: ⌈(M − F) / S⌉ + 1 positions. */
    private static Window window(int extent, int filter, int stride) {
        int positions = Math.ceilDiv(extent - filter, stride) + 1;
        int after = (positions - 1) * stride + filter - extent;
        return new Window(filter, stride, 1, 0, after);
    }

    private void add(String wanted, Operator operator, TensorType type, int... weights) {
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        Value input = graph.input(name + ".input", type);
        graph.output(graph.node(name, operator, input, graph.weight(name + ".weight", weights)));
    }
}
