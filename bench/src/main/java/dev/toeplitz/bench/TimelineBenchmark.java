package dev.toeplitz.bench;

import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.analytic.Part;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.sim.timeline.Recorder;
import dev.toeplitz.sim.timeline.Timeline;
import java.util.List;
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
 * What does a timeline cost? Limit: a few dozen operations for each of at most 256 chunks a layer; wanted for ResNet-50 on
 * TPU v1, mapping included: under 100 ms.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimelineBenchmark {
    @Param({"resnet50"})
    String network;

    @Param({"tpu-v1", "gemmini-16x16"})
    String hardware;

    private Workload workload;
    private Accelerator accelerator;
    private List<Part> parts;
    private final MappingSearch search = MappingSearch.forCycles();

    @Setup
    public void describe() {
        accelerator = Accelerators.load(hardware);
        workload = Simulator.workload(Networks.named(network).build(), accelerator);
        parts = AnalyticModel.parts(workload, accelerator, search);
    }

    /** Layers to cost, mapped on the way, map spaces at hand. */
    @Benchmark
    public Timeline.Run mappedAndRun() {
        return Simulator.play(workload, accelerator, search, Recorder.NONE);
    }

    /** Mapped layers to cost: planning the chunks and the event loop. */
    @Benchmark
    public Timeline.Run eventLoop() {
        return Timeline.run(workload, accelerator, parts, Recorder.NONE);
    }
}
