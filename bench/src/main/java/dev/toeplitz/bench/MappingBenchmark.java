package dev.toeplitz.bench;

import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.energy.TableMetering;
import dev.toeplitz.sim.search.AccessEnergy;
import dev.toeplitz.sim.search.Evaluator;
import dev.toeplitz.sim.search.MapSpaces;
import dev.toeplitz.sim.search.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many layers a second does a sweep map? A grid of arrays, buffers and bandwidths, begun with nothing known, so that
 * map spaces and searches are paid for; wanted: 850,000 mapped layers a second on one core. Limit: the searches that no
 * earlier design spares, and for the rest a look-up a layer.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class MappingBenchmark {
    /** Layers of ResNet-50 that run on the array × designs of the grid: what the time of one call is divided by. */
    static final int DESIGNS = 4 * 4 * 6 * 6 * 3 * 8;

    static final int LAYERS = 54;

    private Workload workload;
    private Accelerator base;

    @Setup
    public void describe() {
        base = Accelerators.load("gemmini-16x16");
        workload = Simulator.workload(Networks.named("resnet50").build(), base);
    }

    /** The whole sweep; its time is that of DESIGNS × LAYERS mapped layers. */
    @Benchmark
    @OperationsPerInvocation(DESIGNS * LAYERS)
    public long sweep() {
        Evaluator evaluator = new Evaluator(
                workload,
                Objective.CYCLES,
                AccessEnergy.EYERISS_RATIOS,
                new TableMetering(EnergyTables.load(EnergyTables.DEFAULT)),
                new MapSpaces());
        long mapped = 0;
        for (int rows = 8; rows <= 64; rows *= 2) {
            for (int cols = 8; cols <= 64; cols *= 2) {
                mapped += sizes(evaluator, base.with(base.peArray().with(rows, cols)));
            }
        }
        return mapped;
    }

    private static long sizes(Evaluator evaluator, Accelerator machine) {
        long mapped = 0;
        for (int scratchpad = 6; scratchpad >= 1; scratchpad--) {
            for (int accumulator = 6; accumulator >= 1; accumulator--) {
                List<Buffer> buffers = new ArrayList<>();
                buffers.add(machine.buffers().get(0).withBytes(32768L << scratchpad));
                buffers.add(machine.buffers().get(1).withBytes(8192L << accumulator));
                mapped += bandwidths(evaluator, machine.with(buffers, Accumulators.NONE));
            }
        }
        return mapped;
    }

    private static long bandwidths(Evaluator evaluator, Accelerator machine) {
        long mapped = 0;
        for (int rate = 1; rate <= 24; rate++) {
            mapped += evaluator
                    .estimate(machine.with(machine.dram().times(rate / 4.0)))
                    .mappedLayers();
        }
        return mapped;
    }
}
