package dev.toeplitz.sim.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Banks;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.AnalyticModel;
import dev.toeplitz.sim.analytic.Part;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stall;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.terms.Operand;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BankTimeTest {
    /** Never less than an arbiter takes cycle by cycle, and no more than the turn of the banks beside it. */
    @Property(tries = 500)
    void aChunkTakesWhatAnArbiterOfEveryCycleTakes(
            @ForAll @IntRange(min = 1, max = 8) int count,
            @ForAll @IntRange(min = 1, max = 3) int ports,
            @ForAll @LongRange(min = 1, max = 400) long work,
            @ForAll @LongRange(max = 1500) long array,
            @ForAll @LongRange(max = 800) long filled,
            @ForAll @LongRange(max = 800) long vector,
            @ForAll @IntRange(max = 7) int begin) {
        Banks banks = new Banks(count, ports, 16);
        long ticks = work * Timeline.TICKS_PER_CYCLE;
        long waits = BankTime.waits(ticks, 16 * (array + filled + vector), BankTime.ticksPerByte(banks));
        double cycles = (ticks + waits) / (double) Timeline.TICKS_PER_CYCLE;
        long pace = (long) Math.ceil(cycles);
        int[] first = {begin % count, 2 * begin % count, 3 * begin % count};
        long byCycle = new BankArbiter(banks, first, new long[] {filled, vector, array}).run(pace);
        boolean asks = array + filled + vector > 0;
        // Streams begin at banks of their own, so that the last round may leave a bank two words more than others.
        assertThat((double) Math.max(work, byCycle)).isBetween(Math.floor(cycles), cycles + 1 + (asks ? 3 : 0));
    }

    private static Graph graph(Random random) {
        GraphBuilder graph = new GraphBuilder("chain");
        int channels = 1 + random.nextInt(40);
        int extent = 5 + random.nextInt(20);
        Value x = graph.input("x", TensorType.float32(1, channels, extent, extent));
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            Value w = graph.weight("w" + i, channels, channels, 3, 3);
            x = graph.node("conv" + i, Conv.square(3, 1, 1, 1), x, w);
            x = graph.node("relu" + i, new Relu(), x);
        }
        graph.output(x);
        return graph.build();
    }

    private static Accelerator machine(Random random) {
        int side = 2 + random.nextInt(30);
        Accelerator machine = Machines.of(
                side,
                side,
                Dataflow.NAMED.get(random.nextInt(3)),
                1L << 11 + random.nextInt(7),
                1 + random.nextInt(40));
        VectorUnit unit = machine.vectorUnit();
        return machine.with(new VectorUnit(8, unit.divideCycles(), unit.exponentialCycles(), random.nextBoolean()));
    }

    private static Accelerator with(Accelerator machine, Banks banks) {
        List<Buffer> buffers =
                machine.buffers().stream().map(each -> each.with(banks)).toList();
        return machine.with(buffers, machine.accumulators());
    }

    private static Timeline.Run run(Workload workload, Accelerator machine, List<Part> parts) {
        return Timeline.run(workload, machine, parts, Recorder.NONE);
    }

    @Property(tries = 200)
    void moreBanksPortsOrWiderWordsAreNeverSlowerAndNoneFasterThanTheClosedForm(@ForAll long seed) {
        Random random = new Random(seed);
        Accelerator machine = machine(random);
        Workload workload = Simulator.workload(graph(random), machine);
        List<Part> parts = AnalyticModel.parts(workload, machine, MappingSearch.forCycles());
        int count = 1 + random.nextInt(4);
        int ports = 1 + random.nextInt(2);
        int bytes = 1 << random.nextInt(6);
        Timeline.Run run = run(workload, with(machine, new Banks(count, ports, bytes)), parts);
        long base = run.cost().cycles();
        for (Banks more : List.of(
                new Banks(count + 1, ports, bytes),
                new Banks(count, ports + 1, bytes),
                new Banks(count, ports, bytes + 1))) {
            assertThat(run(workload, with(machine, more), parts).cost().cycles())
                    .isLessThanOrEqualTo(base);
        }
        long unlimited = run(workload, machine, parts).cost().cycles();
        assertThat(unlimited).isLessThanOrEqualTo(base);
        assertThat(run(workload, with(machine, new Banks(1, 1, Buffer.UNLIMITED)), parts)
                        .cost()
                        .cycles())
                .isEqualTo(unlimited);
        for (int i = 0; i < parts.size(); i++) {
            LayerCost analytic = parts.get(i).cost();
            assertThat(run.spans().get(i).cycles()).isGreaterThanOrEqualTo(analytic.cycles());
        }
    }

    /** All that array, DMA engines and vector unit take from a buffer and put there passes at most at its banks' pace. */
    @Property(tries = 200)
    void noBufferPassesMoreThanItsBanksServe(@ForAll long seed) {
        Random random = new Random(seed);
        GraphBuilder graph = new GraphBuilder("one layer");
        int channels = 1 + random.nextInt(40);
        Value x = graph.input("x", TensorType.float32(1, channels, 12, 12));
        Value y = graph.node("conv", Conv.square(3, 1, 1, 1), x, graph.weight("w", 16, channels, 3, 3));
        graph.output(graph.node("add", new Add(), y, graph.input("z", TensorType.float32(1, 16, 12, 12))));
        int side = 2 + random.nextInt(30);
        Accelerator machine =
                Machines.of(side, side, Dataflow.NAMED.get(random.nextInt(3)), 1L << 11 + random.nextInt(7), 64);
        Workload workload = Simulator.workload(graph.build(), machine);
        List<Part> parts = AnalyticModel.parts(workload, machine, MappingSearch.forCycles());
        Banks banks = new Banks(1 + random.nextInt(4), 1, 1L << random.nextInt(5));
        NetworkCost cost = run(workload, with(machine, banks), parts).cost();
        Part part = parts.getFirst();
        assertThat(parts).hasSize(1);
        for (Operand operand : Operand.values()) {
            long bytes = part.bytes().array(operand) + part.bytes().vector(operand);
            for (Stream stream : Stream.values()) {
                bytes += holder(stream) == operand ? cost.dram().bytes(stream) : 0;
            }
            assertThat(bytes / (double) banks.bytesPerCycle()).as("%s", operand).isLessThanOrEqualTo(cost.cycles());
        }
    }

    private static Operand holder(Stream stream) {
        return switch (stream) {
            case INPUT_READ, IM2COL_READ, IM2COL_WRITE -> Operand.INPUT;
            case WEIGHT_READ -> Operand.WEIGHT;
            case EPILOGUE_READ, PARTIAL_SUM_READ, PARTIAL_SUM_WRITE, OUTPUT_WRITE -> Operand.OUTPUT;
        };
    }

    /** An array that asks for as many bytes as one port carries waits for whatever else passes, and a second port frees it. */
    @Test
    void oneNarrowPortIsBlamedAndASecondOneFreesTheArray() {
        Accelerator machine = Accelerators.load("zu9eg-32x32");
        Graph graph = Networks.named("vgg16").build();
        Workload workload = Simulator.workload(graph, machine);
        List<Part> parts = AnalyticModel.parts(workload, machine, MappingSearch.forCycles());
        long free = run(workload, machine, parts).cost().cycles();
        List<Buffer> one = machine.buffers().stream()
                .map(each -> each.with(new Banks(1, 1, each.bytesPerCycle())))
                .toList();
        List<Buffer> two = machine.buffers().stream()
                .map(each -> each.with(new Banks(1, 2, each.bytesPerCycle())))
                .toList();
        long[] waited = new long[1];
        Accelerator narrow = machine.with(one, machine.accumulators());
        NetworkCost contended = Timeline.run(workload, narrow, parts, (core, track, layer, from, to) -> {
                    waited[0] += track == Track.BANKS ? to - from : 0;
                })
                .cost();
        long blamed = contended.stalls().stream()
                .filter(stall -> stall.cause() == Cause.BUFFER_BANKS)
                .mapToLong(Stall::cycles)
                .sum();
        assertThat(contended.cycles()).isGreaterThan(free);
        assertThat(blamed).isPositive();
        assertThat((double) blamed)
                .isLessThanOrEqualTo(waited[0] / (double) Timeline.TICKS_PER_CYCLE
                        + contended.layers().size());
        NetworkCost freed =
                run(workload, machine.with(two, machine.accumulators()), parts).cost();
        assertThat(freed.cycles()).isBetween(free, contended.cycles() - 1);
    }
}
