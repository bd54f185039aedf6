package dev.toeplitz.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.MultiCore.Shared;
import dev.toeplitz.sim.cost.Explanation;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MultiCoreTest {
    private static Graph conv(int batch, int groups, int channels, int filters, int extent, int filter) {
        GraphBuilder graph = new GraphBuilder("conv");
        Value x = graph.input("x", TensorType.float32(batch, groups * channels, extent, extent));
        Value w = graph.weight("w", groups * filters, channels, filter, filter);
        graph.output(graph.node("conv", Conv.square(filter, 1, filter / 2, groups), x, w));
        return graph.build();
    }

    private static List<Shared> share(Graph graph, Accelerator machine, int cores) {
        return MultiCore.share(Simulator.workload(graph, machine), machine.withCores(cores), MappingSearch.forCycles());
    }

    @Property(tries = 100)
    void everyMacIsDoneOnceEveryResultWrittenOnceAndNothingIsSlowerThanOneCore(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int cores) {
        Random random = new Random(seed);
        Graph graph = conv(
                1 + random.nextInt(3),
                1 + random.nextInt(2),
                1 + random.nextInt(20),
                1 + random.nextInt(20),
                4 + random.nextInt(12),
                1 + 2 * random.nextInt(2));
        Accelerator machine = Machines.of(8, 8, Dataflow.WEIGHT_STATIONARY, 1 << 14, 1 + random.nextInt(20));
        LayerCost alone = Simulator.simulate(graph, machine).layers().getFirst();
        Shared shared = share(graph, machine, cores).getFirst();
        assertThat(shared.tried().getFirst().cycles()).isEqualTo(alone.cycles());
        assertThat(shared.tried().getFirst().dram()).isEqualTo(alone.dram());
        assertThat(shared.best().cycles()).isLessThanOrEqualTo(alone.cycles());
        for (LayerCost each : shared.tried()) {
            assertThat(each.macs()).isEqualTo(alone.macs());
            assertThat(each.share().used()).isLessThanOrEqualTo(cores);
            assertThat(each.dram().bytes(Stream.OUTPUT_WRITE))
                    .isEqualTo(alone.dram().bytes(Stream.OUTPUT_WRITE));
            assertThat(each.cycles() * each.share().used() * machine.peArray().macsPerCycle())
                    .isGreaterThanOrEqualTo(each.macs());
            assertThat(each.dram().total() / machine.dramBytesPerCycle()).isLessThanOrEqualTo(each.cycles() + 1.0);
        }
    }

    /** Four cores with 14 of 56 rows each read 15, 16, 16 and 15 rows of the map, and all weights four times. */
    @Test
    void rowsReadTheirHaloAndChannelsTheMapAgain() {
        Accelerator machine = Machines.of(16, 16, Dataflow.WEIGHT_STATIONARY, 1L << 40, 1000);
        Shared shared = share(conv(1, 1, 64, 64, 56, 3), machine, 4).getFirst();
        LayerCost channels = of(shared, LoopDim.OUT_CHANNEL);
        LayerCost rows = of(shared, LoopDim.OUT_ROW);
        assertThat(rows.dram().bytes(Stream.INPUT_READ)).isEqualTo(64L * 56 * (15 + 16 + 16 + 15));
        assertThat(rows.dram().bytes(Stream.WEIGHT_READ)).isEqualTo(4L * 64 * 64 * 9);
        assertThat(channels.dram().bytes(Stream.INPUT_READ)).isEqualTo(4L * 64 * 56 * 56);
        assertThat(channels.dram().bytes(Stream.WEIGHT_READ)).isEqualTo(64L * 64 * 9);
    }

    private static LayerCost of(Shared shared, LoopDim loop) {
        return shared.tried().stream()
                .filter(each -> each.share().by().filter(loop::equals).isPresent())
                .findAny()
                .orElseThrow();
    }

    /** Weights that DRAM brings are not there sooner for four cores. */
    @Test
    void whereDramIsTheLimitCoresDoNotHelp() {
        Accelerator nvdla = Accelerators.load("nvdla-large");
        Graph graph = Networks.named("vgg16").build();
        NetworkCost alone = Simulator.simulate(graph, nvdla);
        List<Shared> four = share(graph, nvdla, 4);
        for (int i = 0; i < four.size(); i++) {
            long before = alone.layers().get(i).cycles();
            if (four.get(i).best().name().startsWith("fc")) {
                assertThat(four.get(i).best().cycles()).isGreaterThan(9 * before / 10);
            }
        }
        long all = four.stream().mapToLong(each -> each.best().cycles()).sum();
        assertThat(all).isBetween(alone.cycles() / 4, alone.cycles());
    }

    /** One core that keeps maps on the chip beats many that pass them through DRAM; so it is among the choices. */
    @Test
    void noNetworkIsSlowerOnSeveralCores() {
        for (String network : List.of("lenet5", "mobilenet-v2", "squeezenet-1.1", "googlenet")) {
            for (String name : List.of("tpu-v1", "gemmini-16x16", "zu9eg-32x32")) {
                Graph graph = Networks.named(network).build();
                Accelerator machine = Accelerators.load(name);
                NetworkCost one = Simulator.simulate(graph, machine);
                NetworkCost two = Simulator.simulate(graph, machine.withCores(2));
                assertThat(two.cycles()).as("%s on %s", network, name).isLessThanOrEqualTo(one.cycles());
                assertThat(two.macs()).isEqualTo(one.macs());
                assertThat(two.utilization()).isBetween(0.0, 1.0);
                double peak = two.cycles() * machine.dramBytesPerCycle()
                        + two.layers().size();
                assertThat((double) two.dram().total()).isLessThanOrEqualTo(peak);
            }
        }
    }

    /** With buffers that hold everything, no byte is loaded twice for want of room, and N cores are at most N. */
    @Property(tries = 100)
    void neverFasterThanTheNumberOfCoresNorWithFewerBytesThanThereAre(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int cores) {
        Random random = new Random(seed);
        Graph graph = conv(
                1 + random.nextInt(3),
                1 + random.nextInt(2),
                1 + random.nextInt(30),
                1 + random.nextInt(30),
                4 + random.nextInt(20),
                1 + 2 * random.nextInt(2));
        Dataflow flow = Dataflow.NAMED.get(random.nextInt(3));
        Accelerator machine = Machines.of(8, 8, flow, 1L << 30, 1 + random.nextInt(100));
        LayerCost alone = Simulator.simulate(graph, machine).layers().getFirst();
        for (LayerCost each : share(graph, machine, cores).getFirst().tried()) {
            assertThat(each.dram().total()).isGreaterThanOrEqualTo(alone.dram().total());
            assertThat(each.cycles() * each.share().used()).isGreaterThanOrEqualTo(alone.arrayCycles());
        }
        NetworkCost all = Simulator.simulate(graph, machine.withCores(cores));
        assertThat(all.cycles()).isBetween(Math.ceilDiv(alone.cycles(), (long) cores), alone.cycles());
        assertThat(Simulator.simulate(graph, machine.withCores(8)).cycles())
                .isLessThanOrEqualTo(
                        Simulator.simulate(graph, machine.withCores(4)).cycles());
    }

    @Property(tries = 60)
    void aSharedLayersFiguresFollowFromTheirParts(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int cores) {
        Random random = new Random(seed);
        Graph graph = conv(1, 1, 1 + random.nextInt(40), 1 + random.nextInt(40), 4 + random.nextInt(12), 3);
        Accelerator machine = Machines.of(8, 8, Dataflow.NAMED.get(random.nextInt(3)), 1 << 14, 1 + random.nextInt(20))
                .withCores(cores);
        LayerCost layer = Simulator.simulate(graph, machine).layers().getFirst();
        List<Explanation> figures = LayerExplanation.of(layer, machine);
        assertThat(figures.getFirst().value()).isEqualTo(layer.cycles());
        assertThat(figures.get(1).value()).isEqualTo(layer.dram().total());
        assertThat(figures.get(2).value()).isEqualTo(layer.utilization(machine));
        figures.forEach(each -> assertThat(each.recomputed()).isEqualTo(each.value()));
    }

    /** Pieces of 3 and 2 rows do not wait for DRAM as if both had three. */
    @Test
    void piecesOfDifferentSizesShareTheDramAsTheyNeedIt() {
        Accelerator machine = Machines.of(64, 64, Dataflow.WEIGHT_STATIONARY, 1L << 40, 1);
        LayerCost rows = of(share(conv(1, 1, 8, 8, 5, 1), machine, 2).getFirst(), LoopDim.OUT_ROW);
        assertThat(rows.dram().total()).isEqualTo(2 * 64 + 8 * 25 + 8 * 25);
        assertThat(rows.cycles()).isEqualTo(rows.dram().total());
    }

    @Test
    void noCoresAreRefused() {
        Accelerator machine = Accelerators.load("tpu-v1");
        assertThatThrownBy(() -> machine.withCores(0))
                .isInstanceOf(InputException.class)
                .hasMessage("0 cores; expected 1 to 256; give another number");
    }
}
