package dev.toeplitz.sim.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Accumulators;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Bursts;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Dram;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.hw.Loading;
import dev.toeplitz.hw.Lowering;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Choice;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.sim.analytic.Nest;
import dev.toeplitz.sim.analytic.Occupancy;
import dev.toeplitz.sim.analytic.Order;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.mapping.Hold;
import dev.toeplitz.sim.mapping.Proof;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The search against trying everything, on shapes small enough for that. */
class MappingSearchTest {
    private static final List<Dataflow> DATAFLOWS = List.of(
            Dataflow.WEIGHT_STATIONARY,
            Dataflow.OUTPUT_STATIONARY,
            Dataflow.INPUT_STATIONARY,
            new Dataflow(
                    "channels",
                    List.of(LoopDim.IN_CHANNEL),
                    List.of(LoopDim.OUT_CHANNEL),
                    Operand.WEIGHT,
                    new Interconnect.Broadcast(2)),
            Dataflow.WEIGHT_STATIONARY.with(new Bursts(3, 2, 1)));

    @Property(tries = 200)
    void findsWhatTryingEverythingFinds(@ForAll long seed) {
        findsWhatTryingEverythingFinds(new Random(seed), Map.of(), Map.of());
    }

    /** What it minimises is then a bound from below, and what it costs is at most a rounding of each operand above it. */
    @Property(tries = 100)
    void findsTheBestWhereTheArrayWaitsForTransfers(@ForAll long seed) {
        long rate = Math.floorMod(seed, 3);
        findsWhatTryingEverythingFinds(
                new Random(seed), Map.of(Operand.INPUT, rate, Operand.WEIGHT, rate, Operand.OUTPUT, rate), Map.of());
    }

    /** What it minimises is then what a layer costs, waits and all, though more bytes may be a shorter wait. */
    @Property(tries = 300)
    void findsTheBestWhereLoadsBeginAnewWithBlocks(@ForAll long seed) {
        Random random = new Random(seed);
        findsWhatTryingEverythingFinds(random, Map.of(), loads(random));
    }

    static Map<Operand, Loading> loads(Random random) {
        List<List<LoopSet>> weight = List.of(
                List.of(),
                List.of(MatrixAxis.M),
                List.of(LoopDim.OUT_COL),
                List.of(LoopDim.OUT_ROW),
                List.of(LoopDim.OUT_ROW, LoopDim.OUT_COL));
        List<List<LoopSet>> input = List.of(List.of(), List.of(MatrixAxis.N), List.of(LoopDim.OUT_CHANNEL));
        Map<Operand, Loading> loads = new EnumMap<>(Operand.class);
        int which = random.nextInt(4);
        if (which != 0) {
            loads.put(Operand.WEIGHT, loading(weight.get(random.nextInt(weight.size())), random));
        }
        if (which <= 1) {
            loads.put(Operand.INPUT, loading(input.get(random.nextInt(input.size())), random));
        }
        return loads;
    }

    private static Loading loading(List<LoopSet> loops, Random random) {
        Map<LoopSet, Integer> each =
                loops.stream().collect(Collectors.toMap(loop -> loop, loop -> random.nextInt(Loading.ARRAY, 4)));
        return new Loading(each, random.nextBoolean(), random.nextInt(3) == 0);
    }

    private static void findsWhatTryingEverythingFinds(
            Random random, Map<Operand, Long> waitedFor, Map<Operand, Loading> loads) {
        Graph graph = twoConvolutions(random);
        Accelerator free = machine(random);
        Accelerator machine =
                free.with(new Dma(free.dma().setupCycles(), Buffer.UNLIMITED, Optional.empty(), waitedFor, loads));
        Objective objective = Objective.values()[random.nextInt(3)];
        AccessEnergy energy = new AccessEnergy(random.nextInt(1, 100), random.nextInt(0, 5), 1);
        int[] looked = new int[1];
        Mapper both = (task, accelerator) -> {
            looked[0]++;
            return agreed(task, accelerator, objective, energy);
        };
        try {
            for (LayerCost layer : Simulator.simulate(graph, machine, both).layers()) {
                // What the search minimised is what the layer is then said to cost.
                double expected = layer.tiling().proof().orElseThrow().optimum();
                if (objective == Objective.CYCLES) {
                    assertThat(layer.cycles() - (long) expected).isBetween(0L, (long) waitedFor.size());
                }
            }
        } catch (InputException e) {
            assertThat(e).hasMessageContaining("free bytes, and the smallest tile takes");
        }
        assertThat(looked[0]).isPositive();
    }

    /** Groups stand outside every strip; a mapping that took them for inside was once thought to fit. */
    @Test
    void stripsOfGroupsAreReplaced() {
        findsWhatTryingEverythingFinds(-86267571267L);
        for (Order order : Order.all()) {
            for (MatrixAxis role : MatrixAxis.values()) {
                assertThat(order.isInside(MatrixAxis.GROUPS, role)).isFalse();
            }
        }
    }

    /** Where N has one tile, taps in turn still share elements that a strip along K keeps. */
    @Test
    void aRoleOfOneTileStillSaysWhichStripsThereAre() {
        findsWhatTryingEverythingFinds(-18562);
    }

    private static Choice agreed(MappingTask task, Accelerator machine, Objective objective, AccessEnergy energy) {
        long macs = task.geometry().work.macs();
        List<PlainCost> everything = everything(task, machine);
        MappingSearch search = new MappingSearch(objective, energy);
        if (everything.isEmpty()) {
            try {
                search.map(task, machine);
            } catch (InputException e) {
                throw e;
            }
            throw new AssertionError("nothing fits, and yet something was found");
        }
        double best = everything.stream()
                .mapToDouble(cost -> cost.value(objective, energy, macs))
                .min()
                .orElseThrow();
        long tie = everything.stream()
                .filter(cost -> cost.value(objective, energy, macs) == best)
                .mapToLong(cost -> cost.tie(objective))
                .min()
                .orElseThrow();
        Choice found = search.map(task, machine);
        PlainCost cost = PlainCost.of(found, task, machine);
        assertThat(new Occupancy(found, machine, task.site()).fits()).isTrue();
        assertThat(cost.value(objective, energy, macs)).isEqualTo(best);
        assertThat(cost.tie(objective)).isEqualTo(tie);
        assertThat(cost.arrayCycles())
                .isEqualTo(everything.stream()
                        .filter(each -> each.value(objective, energy, macs) == best && each.tie(objective) == tie)
                        .mapToLong(PlainCost::arrayCycles)
                        .min()
                        .orElseThrow());
        Proof proof = found.proof().orElseThrow();
        assertThat(proof.optimum()).isEqualTo(best);
        assertThat(proof.isClosed()).isTrue();
        assertThat(proof.points()).isEqualTo(new MapSpace(task.geometry(), machine.peArray()).points());
        return found;
    }

    /** The cost of every mapping of the space that fits. */
    private static List<PlainCost> everything(MappingTask task, Accelerator machine) {
        Nest nest = new Nest(task.geometry(), machine.peArray());
        List<PlainCost> costs = new ArrayList<>();
        tiles(nest, 0, new int[nest.extents.length], tile -> {
            for (Order order : Order.all()) {
                for (Hold input : Hold.values()) {
                    for (Hold weight : Hold.values()) {
                        for (Hold output : Hold.values()) {
                            Choice choice =
                                    new Choice(nest, tile, order, new Hold[] {input, weight, output}, Optional.empty());
                            if (new Occupancy(choice, machine, task.site()).fits()) {
                                costs.add(PlainCost.of(choice, task, machine));
                            }
                        }
                    }
                }
            }
        });
        return costs;
    }

    private interface Use {
        void of(int[] tile);
    }

    private static void tiles(Nest nest, int loop, int[] tile, Use use) {
        if (loop == tile.length) {
            use.of(tile);
            return;
        }
        for (int size : TileSizes.of(nest, loop)) {
            tile[loop] = size;
            tiles(nest, loop + 1, tile, use);
        }
    }

    /** Two, so that the map between them may stay on the chip. */
    private static Graph twoConvolutions(Random random) {
        GraphBuilder graph = new GraphBuilder("two convolutions");
        int groups = random.nextInt(4) == 0 ? 2 : 1;
        int channels = groups * random.nextInt(1, 4);
        int middle = groups * random.nextInt(1, 4);
        int filter = random.nextInt(1, 3);
        Value x = graph.input("x", TensorType.float32(1, channels, random.nextInt(3, 6), random.nextInt(3, 6)));
        Value first = graph.weight("first.w", middle, channels / groups, filter, filter);
        Value y = graph.node("first", Conv.square(filter, random.nextInt(1, 3), random.nextInt(2), groups), x, first);
        Value second = graph.weight("second.w", random.nextInt(1, 6), middle, 1, 1);
        graph.output(graph.node("second", Conv.square(1, 1, 0, 1), y, second));
        return graph.build();
    }

    static Accelerator machine(Random random) {
        boolean one = random.nextBoolean();
        boolean keeps = random.nextBoolean();
        boolean doubled = random.nextBoolean();
        long port = random.nextBoolean() ? Buffer.UNLIMITED : random.nextInt(1, 8);
        List<Buffer> buffers = new ArrayList<>();
        buffers.add(new Buffer(
                "first",
                one ? EnumSet.of(Operand.INPUT, Operand.OUTPUT) : EnumSet.of(Operand.INPUT),
                random.nextInt(1, 200),
                doubled,
                port,
                keeps));
        buffers.add(new Buffer(
                "second",
                one ? EnumSet.of(Operand.WEIGHT) : EnumSet.of(Operand.WEIGHT, Operand.OUTPUT),
                random.nextInt(1, 200),
                random.nextBoolean(),
                port,
                false));
        return new Accelerator(
                "test",
                "test",
                1000,
                Precision.INT8,
                new PeArray(
                        random.nextInt(1, 5),
                        random.nextInt(1, 5),
                        random.nextInt(1, 3),
                        DATAFLOWS.get(random.nextInt(DATAFLOWS.size())),
                        random.nextBoolean()),
                buffers,
                random.nextBoolean() ? Accumulators.NONE : new Accumulators(random.nextInt(4, 200)),
                new Dram(random.nextInt(1, 40) / 4.0, 1, ""),
                new Dma(random.nextInt(3)),
                new VectorUnit(random.nextInt(1, 8), 1, 1, random.nextBoolean()),
                new Lowering(Im2col.values()[random.nextInt(3)], Layout.NCHW));
    }

    @Test
    void everyPointOfTheSpaceIsAccountedForOnce() {
        Random random = new Random(1);
        Accelerator machine = machine(random);
        for (int i = 0; i < 50; i++) {
            Graph graph = twoConvolutions(random);
            MappingSearch search = MappingSearch.forCycles();
            try {
                Simulator.simulate(graph, machine, search)
                        .layers()
                        .forEach(layer -> assertThat(
                                        layer.tiling().proof().orElseThrow().visited())
                                .isPositive());
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("smallest tile");
            }
        }
    }
}
