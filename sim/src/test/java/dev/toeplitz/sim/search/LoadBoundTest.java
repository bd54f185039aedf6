package dev.toeplitz.sim.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.ArrayStage;
import dev.toeplitz.sim.analytic.Choice;
import dev.toeplitz.sim.analytic.LoadBlocks;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.MappingTask;
import dev.toeplitz.sim.analytic.Nest;
import dev.toeplitz.sim.analytic.Order;
import dev.toeplitz.sim.mapping.Hold;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Operand;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The least wait against the waits of mappings, on layers too large to try all of them. */
class LoadBoundTest {
    @Property(tries = 300)
    void noMappingWaitsLess(@ForAll long seed) {
        Random random = new Random(seed);
        withTask(random, (task, machine) -> {
            Loads loads = new Loads(new Machine(machine));
            loads.begin(task, new MapSpace(task.geometry(), machine.peArray(), true));
            for (int i = 0; i < 50; i++) {
                Choice choice = anyChoice(task, machine, random);
                long array = ArrayStage.cycles(machine.peArray(), choice.folds(), choice.foldCycles());
                // Ports or the vector unit may be slower than the array, and a bound knows of a part of the pace.
                long pace = array + (random.nextBoolean() ? 0 : random.nextLong(2 * array + 1));
                long known = random.nextBoolean() ? pace : random.nextLong(pace + 1);
                long waits = PlainCost.waits(choice, task, machine, Operand.INPUT, array)
                        + PlainCost.waits(choice, task, machine, Operand.WEIGHT, array);
                assertThat(known + loads.least(known)).isLessThanOrEqualTo(pace + waits);
            }
        });
    }

    /** A pass more is as many parts more, and none of them smaller. */
    @Property(tries = 300)
    void morePassesAreNoShorterWait(@ForAll long seed) {
        Random random = new Random(seed);
        withTask(random, (task, machine) -> {
            Nest nest = new Nest(task.geometry(), machine.peArray());
            for (Operand operand : new Operand[] {Operand.INPUT, Operand.WEIGHT}) {
                LoadBlocks blocks = LoadBlocks.of(operand, nest, machine, task.site());
                long bytes = random.nextLong(1, 5000);
                long array = random.nextLong(1, 50_000);
                long waits = 0;
                for (long fetches = blocks.fetches(); fetches < blocks.fetches() + 30; fetches++) {
                    long more = blocks.waits(bytes, fetches, array);
                    // A cycle is what sums of doubles may lose where waits are the same.
                    assertThat(more).isGreaterThanOrEqualTo(waits - 1);
                    waits = more;
                }
            }
        });
    }

    private interface Use {
        void of(MappingTask task, Accelerator machine);
    }

    private static void withTask(Random random, Use use) {
        GraphBuilder graph = new GraphBuilder("layer");
        int channels = random.nextInt(1, 40);
        Value x = graph.input("x", TensorType.float32(1, channels, random.nextInt(3, 20), random.nextInt(3, 20)));
        Value w = graph.weight("w", random.nextInt(1, 40), channels, 3, 3);
        graph.output(graph.node("conv", Conv.square(3, 1, 1, 1), x, w));
        Accelerator free = MappingSearchTest.machine(random);
        Accelerator machine = free.with(new Dma(
                free.dma().setupCycles(),
                Buffer.UNLIMITED,
                Optional.empty(),
                Map.of(),
                MappingSearchTest.loads(random)));
        Mapper mapper = (task, accelerator) -> {
            use.of(task, accelerator);
            return MappingSearch.forCycles().map(task, accelerator);
        };
        try {
            Simulator.simulate(graph.build(), machine, mapper);
        } catch (InputException e) {
            assertThat(e).hasMessageContaining("the smallest tile takes");
        }
    }

    /** Whether it fits is no matter to what it costs. */
    private static Choice anyChoice(MappingTask task, Accelerator machine, Random random) {
        Nest nest = new Nest(task.geometry(), machine.peArray());
        int[] tile = new int[nest.extents.length];
        for (int loop = 0; loop < tile.length; loop++) {
            int[] sizes = TileSizes.of(nest, loop);
            tile[loop] = sizes[random.nextInt(sizes.length)];
        }
        Hold[] holds = new Hold[Operand.values().length];
        for (int operand = 0; operand < holds.length; operand++) {
            holds[operand] = Hold.values()[random.nextInt(Hold.values().length)];
        }
        return new Choice(nest, tile, Order.all()[random.nextInt(Order.all().length)], holds, Optional.empty());
    }
}
