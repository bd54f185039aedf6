package dev.toeplitz.sim;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.search.MappingSearch;
import java.util.List;

/** What a network costs on an accelerator. */
public final class Simulator {
    private Simulator() {}

    public static NetworkCost simulate(Graph graph, Accelerator accelerator) {
        return cost(workload(graph, accelerator), accelerator);
    }

    /** With each contraction mapped as a mapper has it. */
    public static NetworkCost simulate(Graph graph, Accelerator accelerator, Mapper mapper) {
        return AnalyticModel.cost(workload(graph, accelerator), accelerator, mapper);
    }

    /** Of a graph made ready, with each contraction mapped for the fewest cycles. */
    public static NetworkCost cost(Workload workload, Accelerator accelerator) {
        return cost(workload, accelerator, MappingSearch.forCycles());
    }

    /** The same by a mapper that has been used before: a search keeps the map spaces it made. */
    public static NetworkCost cost(Workload workload, Accelerator accelerator, Mapper mapper) {
        return AnalyticModel.cost(workload, accelerator, mapper);
    }

    /** A graph made ready for this accelerator, and for any that differs from it in sizes and rates alone. */
    public static Workload workload(Graph graph, Accelerator accelerator) {
        return new Workload(graph, layers(graph, accelerator));
    }

    /** How this accelerator groups a graph's nodes: with followers joined to contractions, or each by itself. */
    public static List<Layer> layers(Graph graph, Accelerator accelerator) {
        return accelerator.vectorUnit().fusesEpilogues() ? Layers.fused(graph) : Layers.single(graph);
    }
}
