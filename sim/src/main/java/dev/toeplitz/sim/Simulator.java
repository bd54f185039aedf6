package dev.toeplitz.sim;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.cost.NetworkCost;
import java.util.List;

/** What a network costs on an accelerator. */
public final class Simulator {
    private Simulator() {}

    public static NetworkCost simulate(Graph graph, Accelerator accelerator) {
        return AnalyticModel.cost(graph, layers(graph, accelerator), accelerator);
    }

    /** How this accelerator groups a graph's nodes: with followers joined to contractions, or each by itself. */
    public static List<Layer> layers(Graph graph, Accelerator accelerator) {
        return accelerator.vectorUnit().fusesEpilogues() ? Layers.fused(graph) : Layers.single(graph);
    }
}
