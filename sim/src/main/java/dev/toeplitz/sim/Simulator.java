package dev.toeplitz.sim;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.MultiCore;
import dev.toeplitz.sim.analytic.Part;
import dev.toeplitz.sim.analytic.Stage;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.coding.Coding;
import dev.toeplitz.sim.coding.Contents;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.fusion.Fusion;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.sim.timeline.Recorder;
import dev.toeplitz.sim.timeline.Timeline;
import java.util.Arrays;
import java.util.List;

/** What a network costs on an accelerator. */
public final class Simulator {
    private Simulator() {}

    public static NetworkCost simulate(Graph graph, Accelerator accelerator) {
        return simulate(graph, accelerator, Fidelity.ANALYTIC);
    }

    public static NetworkCost simulate(Graph graph, Accelerator accelerator, Fidelity fidelity) {
        return simulate(graph, accelerator, fidelity, MappingSearch.forCycles());
    }

    /** With each contraction mapped as a mapper has it. */
    public static NetworkCost simulate(Graph graph, Accelerator accelerator, Mapper mapper) {
        return simulate(graph, accelerator, Fidelity.ANALYTIC, mapper);
    }

    public static NetworkCost simulate(Graph graph, Accelerator accelerator, Fidelity fidelity, Mapper mapper) {
        return cost(workload(graph, accelerator), accelerator, fidelity, mapper);
    }

    /** Of a graph made ready, with each contraction mapped for the fewest cycles. */
    public static NetworkCost cost(Workload workload, Accelerator accelerator) {
        return cost(workload, accelerator, MappingSearch.forCycles());
    }

    /** The same by a mapper that has been used before: a search keeps the map spaces it made. */
    public static NetworkCost cost(Workload workload, Accelerator accelerator, Mapper mapper) {
        return cost(workload, accelerator, Fidelity.ANALYTIC, mapper);
    }

    /** A workload of {@link #workload}, on the accelerator it was made for or one that groups nodes alike. */
    public static NetworkCost cost(Workload workload, Accelerator accelerator, Fidelity fidelity, Mapper mapper) {
        Coding.require(accelerator, workload.contents());
        return switch (fidelity) {
            case ANALYTIC -> analytic(workload, accelerator, mapper);
            case TIMELINE -> play(workload, accelerator, mapper, Recorder.NONE).cost();
        };
    }

    private static NetworkCost analytic(Workload workload, Accelerator accelerator, Mapper mapper) {
        if (accelerator.cores() > 1) {
            return MultiCore.cost(workload, accelerator, mapper);
        }
        NetworkCost cost = AnalyticModel.cost(workload, accelerator, mapper);
        return accelerator.fusesLayers() ? Fusion.of(cost, workload, mapper).cost() : cost;
    }

    /** The timeline's cost, told event by event to whoever listens. */
    public static NetworkCost trace(Graph graph, Accelerator accelerator, Recorder recorder) {
        return trace(graph, accelerator, MappingSearch.forCycles(), recorder);
    }

    public static NetworkCost trace(Graph graph, Accelerator accelerator, Mapper mapper, Recorder recorder) {
        return play(graph, accelerator, mapper, recorder).cost();
    }

    /** The timeline's cost with the span of each part, told event by event to whoever listens. */
    public static Timeline.Run play(Graph graph, Accelerator accelerator, Mapper mapper, Recorder recorder) {
        return play(workload(graph, accelerator), accelerator, mapper, recorder);
    }

    /** The same of a workload that is at hand. */
    public static Timeline.Run play(Workload workload, Accelerator accelerator, Mapper mapper, Recorder recorder) {
        return Timeline.play(workload, accelerator, stages(workload, accelerator, mapper), recorder);
    }

    /** What runs after what, as the closed form divides layers among cores and joins them. */
    private static List<Stage> stages(Workload workload, Accelerator accelerator, Mapper mapper) {
        if (accelerator.cores() > 1) {
            return MultiCore.stages(workload, accelerator, mapper);
        }
        List<Part> parts = AnalyticModel.parts(workload, accelerator, mapper);
        List<Stage> stages = parts.stream().map(Stage::of).toList();
        if (!accelerator.fusesLayers()) {
            return stages;
        }
        LayerCost[] layers = new LayerCost[workload.layers().size()];
        for (Part part : parts) {
            LayerCost before = layers[part.layer()];
            layers[part.layer()] = before == null ? part.cost() : before.plus(part.cost());
        }
        NetworkCost base = new NetworkCost(workload.graph(), accelerator, Arrays.asList(layers));
        return Fusion.of(base, workload, mapper).stages(stages);
    }

    /** A graph made ready for this accelerator, and for any that differs from it in sizes and rates alone. */
    public static Workload workload(Graph graph, Accelerator accelerator) {
        return workload(graph, accelerator, Contents.NONE);
    }

    /** The same where something is known of the tensors' elements, for a machine that stores them accordingly. */
    public static Workload workload(Graph graph, Accelerator accelerator, Contents contents) {
        contents.requireIn(graph);
        return new Workload(
                graph,
                layers(graph, accelerator),
                accelerator.vectorUnit().duties().depthwise(),
                contents);
    }

    /** How this accelerator groups a graph's nodes: with followers joined to contractions, or each by itself. */
    public static List<Layer> layers(Graph graph, Accelerator accelerator) {
        VectorUnit.Duties duties = accelerator.vectorUnit().duties();
        return duties.epilogues() ? Layers.fused(graph, duties.residuals()) : Layers.single(graph);
    }
}
