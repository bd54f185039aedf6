package dev.toeplitz.sweep.engine;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.energy.EnergyModel;
import dev.toeplitz.sweep.space.Figures;

/** A network by the closed form, with the search for mappings that `report` does, and the energy of its every action. */
public final class SimulatedNetwork implements NetworkModel {
    private final String name;
    private final Workload fused;
    private final Workload single;
    private final EnergyTable energy;

    public SimulatedNetwork(String name, Graph graph, EnergyTable energy) {
        this.name = name;
        this.fused = new Workload(graph, Layers.fused(graph));
        this.single = new Workload(graph, Layers.single(graph));
        this.energy = energy;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Figures estimate(Accelerator accelerator) {
        Workload workload = accelerator.vectorUnit().fusesEpilogues() ? fused : single;
        NetworkCost cost = Simulator.cost(workload, accelerator);
        return new Figures(
                name,
                cost.cycles(),
                cost.seconds(),
                EnergyModel.of(cost, energy).picojoules(),
                cost.dram().total());
    }
}
