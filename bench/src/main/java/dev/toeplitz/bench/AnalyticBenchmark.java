package dev.toeplitz.bench;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.search.MappingSearch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a whole network cost to simulate, its layers at hand? Limit: the tilings tried, a few thousand integer
 * operations for each of a network's different layers; wanted for ResNet-50: at most 5 ms.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AnalyticBenchmark {
    @Param({"resnet50", "densenet121"})
    String network;

    @Param({"tpu-v1", "gemmini-16x16"})
    String hardware;

    private Graph graph;
    private Workload workload;
    private Accelerator accelerator;
    private final MappingSearch search = MappingSearch.forCycles();

    @Setup
    public void describe() {
        graph = Networks.named(network).build();
        accelerator = Accelerators.load(hardware);
        workload = Simulator.workload(graph, accelerator);
    }

    /** Layers to cost, every layer's mapping searched for, map spaces at hand. */
    @Benchmark
    public NetworkCost analyticModel() {
        return Simulator.cost(workload, accelerator, search);
    }

    /** The same with the map spaces made anew. */
    @Benchmark
    public NetworkCost withMapSpaces() {
        return Simulator.cost(workload, accelerator);
    }

    /** Graph to cost: grouping nodes into layers and reading their work too. */
    @Benchmark
    public NetworkCost fromGraph() {
        return Simulator.simulate(graph, accelerator);
    }
}
