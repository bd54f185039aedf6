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
 * How many designs times networks a second does a sweep do? Limit: the mapping search of a network's different layers;
 * wanted for ResNet-50 on two cores: 17 000.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SweepBenchmark {
    /** 4 · 4 · 2 · 8. */
    static final int DESIGNS = 256;

    private static final String SPACE = """
        base: zu9eg-32x32
        parameters:
          pe_array.rows: {powers_of_two: [8, 64]}
          pe_array.cols: {powers_of_two: [8, 64]}
          pe_array.dataflow: [ws, os]
          buffers.input.bytes: {powers_of_two: [64 KiB, 8 MiB]}
        derived:
          vector_unit.lanes: pe_array.cols
        objectives: [latency, energy]
        """;

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

    /** Designs one after the other, as a grid has them, from description to objectives. */
    @Benchmark
    @OperationsPerInvocation(DESIGNS)
    public List<Outcome> designs() {
        return engine.run(LongStream.range(0, DESIGNS).toArray());
    }
}
