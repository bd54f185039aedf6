package dev.toeplitz.sim;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.hw.Lowering;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.NetworkCost;
import java.util.ArrayList;
import java.util.List;

/** A network on one machine with every way to lower its convolutions, each mapped anew. */
public final class Lowerings {
    private Lowerings() {}

    /** What one way moves and how long it takes. */
    public record Choice(Lowering lowering, NetworkCost analytic, NetworkCost timeline) {}

    public static List<Choice> of(Graph graph, Accelerator accelerator, Mapper mapper) {
        Workload workload = Simulator.workload(graph, accelerator);
        List<Choice> choices = new ArrayList<>();
        for (Im2col im2col : Im2col.values()) {
            for (Layout layout : Layout.values()) {
                Lowering lowering = new Lowering(im2col, layout);
                Accelerator machine = accelerator.with(lowering);
                choices.add(new Choice(
                        lowering,
                        Simulator.cost(workload, machine, Fidelity.ANALYTIC, mapper),
                        Simulator.cost(workload, machine, Fidelity.TIMELINE, mapper)));
            }
        }
        return choices;
    }
}
