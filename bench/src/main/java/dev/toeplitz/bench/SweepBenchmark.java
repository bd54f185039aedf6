package dev.toeplitz.bench;

import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sweep.engine.LocalEngine;
import dev.toeplitz.sweep.engine.SimulatedNetwork;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.space.Outcome;
import dev.toeplitz.sweep.space.SpaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a sweep take for a design and a network? A grid of a million, begun with nothing known and a cold machine,
 * from description to objectives. Limit: the map spaces and searches that no earlier design spares, and for the rest a
 * look-up for each different layer. Wanted for ResNet-50 on two cores: 60 µs, a million in a minute, and 1.8 times the speed
 * of one core.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class SweepBenchmark {
    /** 4 · 4 · 2 · 8 · 8 · 8 · 4 · 16. */
    static final int DESIGNS = 1 << 20;

    private static final int AT_ONCE = 1 << 14;

    private static final String SPACE = """
        base: zu9eg-32x32
        parameters:
          pe_array.rows: {powers_of_two: [8, 64]}
          pe_array.cols: {powers_of_two: [8, 64]}
          pe_array.dataflow: [ws, os]
          buffers.input.bytes: {powers_of_two: [64 KiB, 8 MiB]}
          buffers.weight.bytes: {powers_of_two: [64 KiB, 8 MiB]}
          buffers.output.bytes: {powers_of_two: [64 KiB, 8 MiB]}
          dram.gigabytes_per_second: [6.4, 12.8, 19.2, 25.6]
          clock_mhz: {from: 100, to: 475, step: 25}
        derived:
          vector_unit.lanes: pe_array.cols
        objectives: [latency, energy]
        """;

    /** How many of them are tried. */
    int designs = DESIGNS;

    @Param({"1", "2"})
    int threads;

    @Param({"resnet50"})
    String network;

    private LocalEngine engine;

    @Setup
    public void describe() throws IOException {
        Path file = Files.createTempFile("space", ".yaml");
        Files.writeString(file, SPACE);
        SimulatedNetwork model =
                new SimulatedNetwork(network, Networks.named(network).build(), EnergyTables.load(EnergyTables.DEFAULT));
        engine = new LocalEngine(new Study(SpaceFile.read(file), List.of(model), List.of(1.0)), threads);
        Files.delete(file);
    }

    @TearDown
    public void close() {
        engine.close();
    }

    /** Designs in the order of a grid; gives how many were simulated. */
    @Benchmark
    @OperationsPerInvocation(DESIGNS)
    public long grid() {
        long simulated = 0;
        for (int from = 0; from < designs; from += AT_ONCE) {
            simulated += engine
                    .run(LongStream.range(from, Math.min(designs, from + AT_ONCE))
                            .toArray())
                    .stream()
                    .filter(Outcome.Evaluated.class::isInstance)
                    .count();
        }
        return simulated;
    }
}
