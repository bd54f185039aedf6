package dev.toeplitz.sim.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.LayerExplanation;
import dev.toeplitz.sim.cost.Explanation;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.energy.EnergyModel;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.terms.InputException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FusionTest {
    private static Fusion fusion(NetworkCost base) {
        return Fusion.of(base, MappingSearch.forCycles());
    }

    private static List<Chain> chains(Graph graph, Accelerator machine) {
        return fusion(Simulator.simulate(graph, machine)).chains();
    }

    @Property(tries = 200)
    void bytesAndMacsOfAChainAreThoseOfAWalkFromItsResultBackToAddresses(@ForAll long seed) {
        Random random = new Random(seed);
        RandomChains network = RandomChains.of(random);
        NetworkCost base = Simulator.simulate(network.graph(), RandomChains.machine(random));
        Fusion fusion = fusion(base);
        NetworkCost fused = fusion.cost();
        for (Chain chain : fusion.chains()) {
            List<LayerCost> rows = fused.layers().subList(chain.first(), chain.last() + 1);
            StripWalk walk = new StripWalk(base, network.windows(), chain);
            long weights = rows.stream()
                    .flatMap(row -> row.layer().reads().stream())
                    .filter(read -> read.constant())
                    .mapToLong(read -> read.value().type().elements())
                    .sum();
            Value result = rows.getLast().layer().outputs().getFirst();
            long written = base.layers().get(chain.last()).dram().written() == 0
                    ? 0
                    : result.type().elements();
            assertThat(chain.dramBytes())
                    .isEqualTo(walk.loaded + weights * (chain.weightsStay() ? 1 : chain.strips()) + written)
                    .isGreaterThanOrEqualTo(walk.distinctBytes() + weights + written);
            assertThat(rows.stream().mapToLong(LayerCost::macs).sum()).isEqualTo(walk.macs);
            assertThat(rows.stream().mapToLong(row -> row.dram().total()).sum()).isEqualTo(chain.dramBytes());
            assertThat(rows.stream().mapToLong(LayerCost::cycles).sum()).isEqualTo(chain.cycles());
        }
    }

    @Property(tries = 200)
    void aFusedNetworkIsNeverSlowerNeverMovesMoreAndDoesAllTheWork(@ForAll long seed) {
        Random random = new Random(seed);
        Graph graph = RandomChains.of(random).graph();
        Accelerator machine = RandomChains.machine(random);
        NetworkCost base = Simulator.simulate(graph, machine);
        NetworkCost fused = Simulator.simulate(graph, machine.withFusion(true));
        assertThat(fused.cycles()).isLessThanOrEqualTo(base.cycles());
        assertThat(fused.dram().total()).isLessThanOrEqualTo(base.dram().total());
        assertThat(fused.macs()).isGreaterThanOrEqualTo(base.macs());
        for (int i = 0; i < base.layers().size(); i++) {
            LayerCost row = fused.layers().get(i);
            LayerCost alone = base.layers().get(i);
            assertThat(row.macs()).isGreaterThanOrEqualTo(alone.macs());
            assertThat(row.operations()).isGreaterThanOrEqualTo(alone.operations());
            assertThat(row.macs() - alone.macs())
                    .isEqualTo(row.fused().map(share -> share.haloMacs()).orElse(0L));
            assertThat(row.busyCycles() * machine.macsPerCycle()).isGreaterThanOrEqualTo(row.macs());
            LayerExplanation.of(row, machine).forEach(FusionTest::follows);
        }
    }

    private static void follows(Explanation figure) {
        assertThat(figure.recomputed()).isEqualTo(figure.value());
        figure.parts().forEach(FusionTest::follows);
    }

    /** Every way to divide a network into chains and layers by themselves, and what the best of them saves. */
    @Property(tries = 100)
    void noOtherChoiceOfChainsSavesMore(@ForAll long seed) {
        Random random = new Random(seed);
        Graph graph = RandomChains.of(random).graph();
        NetworkCost base = Simulator.simulate(graph, RandomChains.machine(random));
        Fusion fusion = fusion(base);
        long saved = fusion.chains().stream().mapToLong(Chain::bytesSaved).sum();
        assertThat(saved).isEqualTo(most(fusion, base, 0));
    }

    private static long most(Fusion fusion, NetworkCost base, int first) {
        if (first == base.layers().size()) {
            return 0;
        }
        long most = most(fusion, base, first + 1);
        for (int last = first + 1; last < base.layers().size(); last++) {
            if (keepsItsMaps(base, first, last)) {
                int height = base.layers()
                        .get(last)
                        .layer()
                        .outputs()
                        .getFirst()
                        .type()
                        .shape()
                        .at(2);
                long saved = 0;
                for (int parts = 1; parts <= height; parts *= 2) {
                    saved = Math.max(
                            saved,
                            fusion.chain(first, last, Math.ceilDiv(height, parts))
                                    .map(Chain::bytesSaved)
                                    .orElse(0L));
                }
                most = Math.max(most, saved + most(fusion, base, last + 1));
            }
        }
        return most;
    }

    private static boolean keepsItsMaps(NetworkCost base, int first, int last) {
        for (int i = first; i < last; i++) {
            Value map = base.layers().get(i).layer().outputs().getFirst();
            for (int reader = last + 1; reader < base.layers().size(); reader++) {
                if (base.layers().get(reader).layer().reads().stream().anyMatch(read -> read.value() == map)) {
                    return false;
                }
            }
            if (base.graph().outputs().contains(map)) {
                return false;
            }
        }
        return true;
    }

    /** The random networks above do have chains of every kind. */
    @Test
    void randomNetworksHaveChainsInStripsAndOfMoreThanTwoLayers() {
        int inStrips = 0;
        int longer = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Graph graph = RandomChains.of(random).graph();
            for (Chain chain : chains(graph, RandomChains.machine(random))) {
                inStrips += chain.haloMacs() > 0 ? 1 : 0;
                longer += chain.last() > chain.first() + 1 ? 1 : 0;
            }
        }
        assertThat(inStrips).isPositive();
        assertThat(longer).isPositive();
    }

    private static Graph pair(int extent) {
        GraphBuilder graph = new GraphBuilder("pair");
        Value x = graph.input("x", TensorType.float32(1, 16, extent, extent));
        x = graph.node("a", Conv.square(3, 1, 1, 1), x, graph.weight("wa", 16, 16, 3, 3));
        graph.output(graph.node("b", Conv.square(3, 1, 1, 1), x, graph.weight("wb", 16, 16, 3, 3)));
        return graph.build();
    }

    /** Two layers in one piece: the map between them is neither written nor read, and nothing is done twice. */
    @Test
    void whereAllFitsTheMapBetweenIsSavedAndNothingElse() {
        Accelerator machine = Machines.of(16, 16, Dataflow.WEIGHT_STATIONARY, 1 << 20, 4);
        NetworkCost base = Simulator.simulate(pair(32), machine);
        List<Chain> chains = fusion(base).chains();
        assertThat(chains).hasSize(1);
        Chain chain = chains.getFirst();
        assertThat(chain.strips()).isEqualTo(1);
        assertThat(chain.haloMacs()).isZero();
        assertThat(chain.bytesSaved()).isEqualTo(2L * 16 * 32 * 32);
        assertThat(chain.cycles()).isLessThanOrEqualTo(chain.cyclesBefore());
        NetworkCost fused = fusion(base).cost();
        var table = EnergyTables.load("45nm");
        assertThat(EnergyModel.of(fused, table).picojoules())
                .isLessThan(EnergyModel.of(base, table).picojoules());
        assertThat(fused.layers().getFirst().fused().orElseThrow().words())
                .startsWith(
                        "one of a to b that run as one, in 1 strips of 32 rows of the last result; 32 of 32 rows are"
                                + " made, 0 MACs again; weights stay")
                .endsWith("%,d DRAM bytes by itself, the chain saves 32,768"
                        .formatted(base.layers().getFirst().dram().total()));
    }

    /** Strips of rows of 512 bytes pay for their edges, which are made twice, in MACs, bytes and energy. */
    @Test
    void whereTheBufferIsSmallStripsPayForTheirHalo() {
        Accelerator machine = Machines.of(16, 16, Dataflow.WEIGHT_STATIONARY, 16384, 0.5);
        NetworkCost base = Simulator.simulate(pair(32), machine);
        Fusion fusion = fusion(base);
        Chain chain = fusion.chains().getFirst();
        assertThat(chain.strips()).isGreaterThan(1);
        long rows = 32 + 2L * (chain.strips() - 1);
        assertThat(chain.haloMacs()).isEqualTo((rows - 32) * 32 * 16 * 16 * 9);
        long input = 16L * 32 * (32 + 4L * (chain.strips() - 1));
        assertThat(chain.dramBytes()).isEqualTo(input + 2 * 16 * 16 * 9 + 16 * 32 * 32);
        long multiplied = EnergyModel.of(fusion.cost(), EnergyTables.load("45nm")).layers().stream()
                .flatMap(layer -> layer.actions().stream())
                .filter(action -> action.what().endsWith("multiplication"))
                .mapToLong(action -> action.count())
                .sum();
        assertThat(multiplied).isEqualTo(base.macs() + chain.haloMacs());
    }

    /** Four layers' 256 bytes of weights and 832 bytes for two of them at a time: each of 32 strips reads all again. */
    @Test
    void weightsThatDoNotFitTogetherAreReadForEachStrip() {
        GraphBuilder graph = new GraphBuilder("four");
        Value x = graph.input("x", TensorType.float32(1, 16, 32, 13));
        for (String name : List.of("a", "b", "c", "d")) {
            x = graph.node(name, Conv.square(1, 1, 0, 1), x, graph.weight("w" + name, 16, 16, 1, 1));
        }
        graph.output(x);
        Accelerator machine = Machines.of(4, 4, Dataflow.WEIGHT_STATIONARY, 832, 0.25);
        Chain chain = fusion(Simulator.simulate(graph.build(), machine))
                .chain(0, 3, 1)
                .orElseThrow();
        assertThat(chain.weightsStay()).isFalse();
        assertThat(chain.strips()).isEqualTo(32);
        assertThat(chain.dramBytes()).isEqualTo(2L * 16 * 32 * 13 + 32 * 4 * 256);
    }

    /** A residual made in the chain, or read by it, comes from the strip: x is read once and added where it lies. */
    @Test
    void aResidualAndAPoolingRunInTheStrips() {
        GraphBuilder graph = new GraphBuilder("block");
        Value x = graph.input("x", TensorType.float32(1, 16, 32, 32));
        Value y = graph.node("a", Conv.square(3, 1, 1, 1), x, graph.weight("wa", 16, 16, 3, 3));
        y = graph.node("b", Conv.square(3, 1, 1, 1), y, graph.weight("wb", 16, 16, 3, 3));
        y = graph.node("sum", new Add(), y, x);
        graph.output(graph.node("pool", Pool.max(3, 2, 1, false), y));
        Accelerator machine = Machines.of(16, 16, Dataflow.WEIGHT_STATIONARY, 1 << 20, 1);
        Chain chain = chains(graph.build(), machine).getFirst();
        assertThat(chain.last() - chain.first()).isEqualTo(2);
        assertThat(chain.dramBytes()).isEqualTo(16L * 32 * 32 + 2 * 16 * 16 * 9 + 16 * 16 * 16);
    }

    @Test
    void chainsOfNetworksSaveBytesAndTakeNoLonger() {
        for (String network : List.of("vgg16", "mobilenet-v1", "resnet50")) {
            for (String machine : List.of("zu9eg-32x32", "nvdla-large", "tpu-v1")) {
                NetworkCost base = Simulator.simulate(Networks.named(network).build(), Accelerators.load(machine));
                Fusion fusion = fusion(base);
                int after = 0;
                for (Chain chain : fusion.chains()) {
                    assertThat(chain.first()).isGreaterThanOrEqualTo(after);
                    assertThat(chain.last()).isGreaterThan(chain.first());
                    assertThat(chain.cycles()).isLessThanOrEqualTo(chain.cyclesBefore());
                    assertThat(chain.dramBytes()).isLessThan(chain.dramBytesBefore());
                    assertThat(chain.haloMacs()).isNotNegative();
                    after = chain.last() + 1;
                }
                assertThat(fusion.cost().cycles()).isLessThanOrEqualTo(base.cycles());
            }
        }
    }

    @Test
    void matricesInDramRequestsAndMapsThatStayAnywayAreNotFused() {
        Accelerator machine = Machines.of(16, 16, Dataflow.WEIGHT_STATIONARY, 1 << 20, 4);
        NetworkCost explicit = Simulator.simulate(pair(32), machine.with(Im2col.EXPLICIT));
        assertThat(fusion(explicit).chains()).isEmpty();
        assertThat(fusion(explicit).reason(0)).isEqualTo("the Toeplitz matrix lies in DRAM");
        NetworkCost requests = Simulator.simulate(pair(32), Accelerators.load("gemmini-firesim"));
        assertThat(fusion(requests).chains()).isEmpty();
        assertThat(fusion(requests).reason(0)).startsWith("transfers go request by request");
        assertThat(chains(pair(32), Accelerators.load("tpu-v1"))).isEmpty();
    }

    @Test
    void aLayerThatCannotRunInStripsSaysWhy() {
        Accelerator machine = Accelerators.load("zu9eg-32x32");
        NetworkCost base = Simulator.simulate(Networks.named("resnet50").build(), machine);
        Fusion fusion = fusion(base);
        List<String> names = base.layers().stream().map(LayerCost::name).toList();
        assertThat(fusion.reason(names.size() - 1)).isNotEmpty();
        assertThat(fusion.reason(names.indexOf("conv2_1_proj"))).startsWith("no chain with its neighbours");
    }

    @Test
    void severalCoresAreRefused() {
        Accelerator machine = Accelerators.load("zu9eg-32x32").withFusion(true);
        assertThatThrownBy(() -> machine.withCores(2))
                .isInstanceOf(InputException.class)
                .hasMessage("2 cores with fuses_layers; expected one core: strips of a chain are not shared among"
                        + " several; set cores to 1, or fuses_layers to false");
    }
}
