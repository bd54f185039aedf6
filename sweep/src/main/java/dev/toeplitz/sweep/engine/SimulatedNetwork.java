package dev.toeplitz.sweep.engine;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.energy.EnergyModel;
import dev.toeplitz.sim.energy.LayerEnergy;
import dev.toeplitz.sim.energy.TableMetering;
import dev.toeplitz.sim.search.AccessEnergy;
import dev.toeplitz.sim.search.Estimate;
import dev.toeplitz.sim.search.Evaluator;
import dev.toeplitz.sim.search.MapSpaces;
import dev.toeplitz.sim.search.Objective;
import dev.toeplitz.sweep.space.Figures;
import dev.toeplitz.sweep.space.LayerFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network by the closed form, with the mapping search that {@code report} does, and the energy of its every action. What
 * designs share is worked out once.
 */
public final class SimulatedNetwork implements NetworkModel {
    private final String name;
    private final Graph graph;
    private final EnergyTable energy;
    private final TableMetering metering;
    private final MapSpaces spaces = new MapSpaces();
    /** For each way to group the network's nodes that designs have. */
    private final Map<VectorUnit.Duties, Grouped> groupings = new ConcurrentHashMap<>();

    private record Grouped(Workload workload, Evaluator evaluator) {}

    public SimulatedNetwork(String name, Graph graph, EnergyTable energy) {
        this.name = name;
        this.graph = graph;
        this.energy = energy;
        metering = new TableMetering(energy);
    }

    private Grouped grouped(Accelerator accelerator) {
        return groupings.computeIfAbsent(accelerator.vectorUnit().duties(), _ -> {
            Workload workload = Simulator.workload(graph, accelerator);
            return new Grouped(
                    workload, new Evaluator(workload, Objective.CYCLES, AccessEnergy.EYERISS_RATIOS, metering, spaces));
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Figures estimate(Accelerator accelerator) {
        if (!hasFastPath(accelerator)) {
            return inFull(accelerator);
        }
        Estimate estimate = evaluator(accelerator).estimate(accelerator);
        if (Double.isNaN(estimate.picojoules())) {
            // The whole simulation says which figure there is not.
            return inFull(accelerator);
        }
        return new Figures(
                name,
                estimate.cycles(),
                accelerator.seconds(estimate.cycles()),
                estimate.picojoules(),
                estimate.dramBytes());
    }

    @Override
    public List<LayerFigures> layers(Accelerator accelerator) {
        if (!hasFastPath(accelerator)) {
            return layersInFull(accelerator);
        }
        List<Layer> layers = workload(accelerator).layers();
        List<Estimate> estimates = evaluator(accelerator).layers(accelerator);
        List<LayerFigures> figures = new ArrayList<>(layers.size());
        for (int i = 0; i < layers.size(); i++) {
            Estimate each = estimates.get(i);
            figures.add(new LayerFigures(layers.get(i).name(), each.cycles(), each.picojoules(), each.dramBytes()));
        }
        return figures;
    }

    /**
     * Layers on one core and one by one: it neither divides a layer nor joins several; and bytes of a mapping that are the same
     * with any buffers.
     */
    private static boolean hasFastPath(Accelerator accelerator) {
        return accelerator.cores() == 1
                && !accelerator.fusesLayers()
                && accelerator.dma().loads().isEmpty();
    }

    private List<LayerFigures> layersInFull(Accelerator accelerator) {
        NetworkCost cost = Simulator.cost(workload(accelerator), accelerator);
        List<LayerEnergy> energies = EnergyModel.of(cost, energy).layers();
        List<LayerFigures> figures = new ArrayList<>();
        for (int i = 0; i < energies.size(); i++) {
            LayerCost each = cost.layers().get(i);
            figures.add(new LayerFigures(
                    each.name(),
                    each.cycles(),
                    energies.get(i).picojoules(),
                    each.dram().total()));
        }
        return figures;
    }

    private Workload workload(Accelerator accelerator) {
        return grouped(accelerator).workload();
    }

    private Evaluator evaluator(Accelerator accelerator) {
        return grouped(accelerator).evaluator();
    }

    /** The same figures by a simulation that knows of no other design. */
    Figures inFull(Accelerator accelerator) {
        NetworkCost cost = Simulator.cost(workload(accelerator), accelerator);
        return new Figures(
                name,
                cost.cycles(),
                cost.seconds(),
                EnergyModel.of(cost, energy).picojoules(),
                cost.dram().total());
    }
}
