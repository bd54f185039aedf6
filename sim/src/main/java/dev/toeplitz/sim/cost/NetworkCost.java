package dev.toeplitz.sim.cost;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.coding.Contents;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What a network costs on an accelerator. Every total is a sum of rows: where layers overlap, each row has its share of
 * the time.
 *
 * @param contents what was known of the tensors' elements
 */
public record NetworkCost(
        Graph graph, Accelerator accelerator, List<LayerCost> layers, Fidelity fidelity, Contents contents) {
    public NetworkCost {
        layers = List.copyOf(layers);
    }

    /** By the closed form, of dense tensors. */
    public NetworkCost(Graph graph, Accelerator accelerator, List<LayerCost> layers) {
        this(graph, accelerator, layers, Fidelity.ANALYTIC, Contents.NONE);
    }

    public long cycles() {
        return sum(LayerCost::cycles);
    }

    public long macs() {
        return sum(LayerCost::macs);
    }

    public long sum(ToLongFunction<LayerCost> figure) {
        return layers.stream().mapToLong(figure).reduce(0, Math::addExact);
    }

    public double seconds() {
        return accelerator.seconds(cycles());
    }

    /** MACs done / (cycles × MACs a cycle). */
    public double utilization() {
        return cycles() == 0 ? 0 : macs() / ((double) cycles() * accelerator.macsPerCycle());
    }

    public Traffic dram() {
        return layers.stream().map(LayerCost::dram).reduce(Traffic.NONE, Traffic::plus);
    }

    /** All stalls, one for each cause that occurs. */
    public List<Stall> stalls() {
        Map<Cause, Long> byCause = new EnumMap<>(Cause.class);
        layers.forEach(
                layer -> layer.stalls().forEach(stall -> byCause.merge(stall.cause(), stall.cycles(), Math::addExact)));
        List<Stall> stalls = new ArrayList<>();
        byCause.forEach((cause, cycles) -> stalls.add(new Stall(cause, cycles)));
        return stalls;
    }
}
