package dev.toeplitz.sim.expectations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.work.Memory;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.Decision;
import dev.toeplitz.sim.analytic.Decisions;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Limit;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.terms.DataType;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lecture notes say of memory and movement, where it takes a machine to see it: A11 to A14 and entries of B. */
class MovementOnMachinesTest {
    private static final long LARGE = 1L << 40;

    /** Everything is read once and written once, and nothing stays between layers. */
    static final Accelerator ROOMY = Machines.of(64, 64, Dataflow.WEIGHT_STATIONARY, LARGE, 1000);

    private static NetworkCost cost(String network, Accelerator machine) {
        return Simulator.simulate(Networks.named(network).build(), machine);
    }

    private static NetworkCost cost(String network, String machine) {
        return cost(network, Accelerators.load(machine));
    }

    private static LayerCost layer(NetworkCost cost, String name) {
        return cost.layers().stream()
                .filter(layer -> layer.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    /** The side of the map that a layer makes; 1 of a vector. */
    private static int side(LayerCost layer) {
        Shape shape =
                layer.layer().nodes().getFirst().outputs().getFirst().type().shape();
        return shape.rank() == 4 ? shape.at(3) : 1;
    }

    private static double share(NetworkCost cost, Predicate<LayerCost> some, ToLongFunction<LayerCost> figure) {
        return cost.layers().stream().filter(some).mapToLong(figure).sum() / (double) cost.sum(figure);
    }

    private static long weights(LayerCost layer) {
        return layer.dram().bytes(Stream.WEIGHT_READ);
    }

    private static long maps(LayerCost layer) {
        return layer.dram().bytes(Stream.INPUT_READ) + layer.dram().bytes(Stream.OUTPUT_WRITE);
    }

    private static boolean isConv(LayerCost layer) {
        return layer.layer().nodes().getFirst().operator() instanceof Conv;
    }

    private static boolean isDepthwise(LayerCost layer) {
        return layer.layer().nodes().getFirst().operator() instanceof Conv conv && conv.groups() > 1;
    }

    @Test
    @DisplayName(
            "A11: on a TPU VGG-16's large maps are bound by the array, and all from 28 x 28 on by weights from DRAM")
    void computeAtTheFrontAndMemoryAtTheBack() {
        NetworkCost vgg = cost("vgg16", "tpu-v1");
        vgg.layers().stream()
                .filter(layer -> layer.macs() > 0)
                .forEach(layer -> assertThat(Limit.of(layer))
                        .as(layer.name())
                        .isEqualTo(side(layer) >= 56 ? Limit.ARRAY : Limit.WEIGHT_BANDWIDTH));
        assertThat(share(vgg, layer -> side(layer) >= 56, LayerCost::macs)).isCloseTo(0.603, within(0.0005));
        assertThat(share(vgg, layer -> side(layer) >= 56, MovementOnMachinesTest::weights))
                .isLessThan(0.013);
        assertThat(share(vgg, layer -> side(layer) == 1, LayerCost::macs)).isCloseTo(0.008, within(0.0005));
        assertThat(share(vgg, layer -> side(layer) == 1, LayerCost::cycles)).isGreaterThan(0.75);
    }

    @Test
    @DisplayName(
            "A12: ResNet-50's tail moves 802,816 results for 9,408 weights, more for a weight than any other layer")
    void theTail() {
        NetworkCost resNet = cost("resnet50", ROOMY);
        LayerCost tail = layer(resNet, "conv1");
        assertThat(tail.macs()).isEqualTo(118_013_952);
        assertThat(weights(tail)).isEqualTo(9_408);
        assertThat(tail.dram().bytes(Stream.OUTPUT_WRITE)).isEqualTo(802_816);
        resNet.layers().stream()
                .filter(layer -> weights(layer) > 0 && layer != tail)
                .forEach(layer -> assertThat(maps(layer) / (double) weights(layer))
                        .isLessThan(maps(tail) / (double) weights(tail)));
    }

    @Test
    @DisplayName("A13: from level to level of ResNet-50 maps give way to weights: level 2 computes, level 5 loads")
    void levelsOfTheBody() {
        NetworkCost resNet = cost("resnet50-v1", ROOMY);
        double before = Double.POSITIVE_INFINITY;
        for (int side : List.of(56, 28, 14, 7)) {
            Predicate<LayerCost> level = layer -> side(layer) == side && isConv(layer);
            double mapsForWeights = share(resNet, level, MovementOnMachinesTest::maps)
                    / share(resNet, level, MovementOnMachinesTest::weights);
            assertThat(mapsForWeights).isLessThan(before / 2);
            before = mapsForWeights;
        }
        NetworkCost onTpu = cost("resnet50-v1", "tpu-v1");
        Predicate<LayerCost> early = layer -> side(layer) == 56 && isConv(layer);
        Predicate<LayerCost> late = layer -> side(layer) == 7 && isConv(layer);
        ToLongFunction<LayerCost> waits = layer -> Limit.of(layer) == Limit.WEIGHT_BANDWIDTH ? layer.cycles() : 0;
        assertThat(share(onTpu, early, waits)).isLessThan(0.1);
        assertThat(share(onTpu, late, waits)).isGreaterThan(0.4);
    }

    @Test
    @DisplayName(
            "A14: down-sampling halves the map's bytes from stage to stage and leaves a 3x3 block's MACs as they are")
    void downSampling() {
        long before = 0;
        for (int i = 0; i < 4; i++) {
            int channels = 64 << i;
            GraphBuilder graph = new GraphBuilder("block");
            Value x = graph.input("x", TensorType.float32(1, channels, 56 >> i, 56 >> i));
            graph.output(graph.node("conv", Conv.square(3, 1, 1, 1), x, graph.weight("w", channels, channels, 3, 3)));
            LayerCost layer = Simulator.simulate(graph.build(), ROOMY).layers().getFirst();
            assertThat(layer.macs()).isEqualTo(115_605_504);
            long results = layer.dram().bytes(Stream.OUTPUT_WRITE);
            assertThat(before == 0 ? 2 * results : before).isEqualTo(2 * results);
            before = results;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alexnet", "vgg16", "resnet50", "googlenet", "mobilenet-v1"})
    @DisplayName(
            "B1: a network's DRAM bytes are its edges, once for the layer that makes each and once for each that reads"
                    + " it")
    void edgesAreMemory(String network) {
        NetworkCost cost = cost(network, ROOMY);
        long written = 0;
        long read = 0;
        for (LayerCost layer : cost.layers()) {
            boolean isMove = layer.engine() == Engine.NONE;
            written += isMove
                    ? 0
                    : layer.layer().outputs().stream()
                            .mapToLong(value -> value.type().elements())
                            .sum();
            read += isMove
                    ? 0
                    : layer.layer().reads().stream()
                            .mapToLong(each -> each.value().type().elements())
                            .sum();
        }
        // A stride past a filter's end leaves the last rows of some maps unread.
        assertThat(cost.dram().bytes(Stream.OUTPUT_WRITE)).isEqualTo(written);
        assertThat((double) cost.dram().total()).isCloseTo(written + read, within(0.03 * (written + read)));
        assertThat(cost.dram().total()).isLessThanOrEqualTo(written + read);
    }

    @Test
    @DisplayName(
            "B2: placement, instructions, partitioning and algorithm of every layer stand in the result, with a reason")
    void practicalities() {
        for (String machine : List.of("tpu-v1", "eyeriss-v1", "gemmini-16x16")) {
            NetworkCost cost = cost("mobilenet-v1", machine);
            for (LayerCost layer : cost.layers()) {
                List<Decision> decisions = Decisions.of(layer, cost.accelerator());
                assertThat(decisions).extracting(Decision::part).containsExactly(Decision.Part.values());
                assertThat(decisions).allSatisfy(each -> {
                    assertThat(each.taken()).isNotBlank();
                    assertThat(each.reason()).isNotBlank();
                });
            }
            assertThat(Decisions.of(layer(cost, "conv1"), cost.accelerator())
                            .get(3)
                            .taken())
                    .contains("12,544 x 32 x 27", "im2col");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "alexnet, 243.9, 7.32, 21.7",
        "vgg16, 553.4, 16.60, 464.1",
        "resnet50, 102.2, 3.07, 122.7",
        "googlenet, 28.0, 0.84, 47.5",
        "mobilenet-v1, 16.9, 0.51, 17.1",
        "squeezenet1.0, 4.99, 0.15, 25.0"
    })
    @DisplayName("B3, B4: megabytes of fp32 weights for an image, and at 30 images a second the gigabytes and the GMAC")
    void weightsForAnImage(String network, double megabytes, double gigabytes, double gigamacs) {
        Accelerator fp32 =
                with(ROOMY, new Precision(DataType.FLOAT32, DataType.FLOAT32, DataType.FLOAT32, DataType.FLOAT32));
        NetworkCost cost = cost(network, fp32);
        // Batch normalisation is counted with its convolution here, as it would be after training: it adds no weights.
        double found = cost.dram().bytes(Stream.WEIGHT_READ) / 1e6;
        assertThat(found).isCloseTo(megabytes, within(0.005 * megabytes));
        assertThat(30 * found / 1e3).isCloseTo(gigabytes, within(0.01 * gigabytes + 0.005));
        assertThat(30 * cost.macs() / 1e9).isCloseTo(gigamacs, within(0.01 * gigamacs));
    }

    private static Accelerator with(Accelerator machine, Precision precision) {
        return new Accelerator(
                machine.name(),
                machine.title(),
                machine.clockMegahertz(),
                precision,
                machine.peArray(),
                machine.buffers(),
                machine.accumulators(),
                machine.dram(),
                machine.dma(),
                machine.vectorUnit(),
                machine.lowering());
    }

    @ParameterizedTest
    @CsvSource({"tpu-v1, alexnet", "tpu-v1, vgg16", "nvdla-large, alexnet", "nvdla-large, vgg16"})
    @DisplayName(
            "B3: fully connected layers are bound by their weights' way from DRAM where the array takes them as they"
                    + " come")
    void bandwidthTest(String machine, String network) {
        NetworkCost cost = cost(network, machine);
        for (LayerCost layer : cost.layers()) {
            if (layer.layer().nodes().getFirst().operator() instanceof Linear) {
                assertThat(Limit.of(layer)).as(layer.name()).isEqualTo(Limit.WEIGHT_BANDWIDTH);
                assertThat(layer.macs() / (double) weights(layer)).isEqualTo(1);
            }
        }
    }

    @Test
    @DisplayName(
            "B3: but an array that loads a row of weights a cycle, and is slower than its DRAM, is itself the limit")
    void bandwidthTestOfAnArrayThatLoadsSlowly() {
        NetworkCost cost = cost("vgg16", "zu9eg-32x32");
        assertThat(cost.accelerator().peakMacsPerSecond())
                .isGreaterThan(10 * cost.accelerator().dram().bytesPerSecond());
        assertThat(Limit.of(layer(cost, "fc6"))).isEqualTo(Limit.ARRAY);
        assertThat(layer(cost, "fc6").stallCycles()).isLessThan(1000);
    }

    @Test
    @DisplayName("B3: a batch of 16 makes nearly 16 MACs of each byte of a fully connected layer")
    void batching() {
        Networks.Network vgg = Networks.named("vgg16");
        NetworkCost sixteen = Simulator.simulate(vgg.build(vgg.input().with(0, 16), 1000), ROOMY);
        LayerCost one = layer(cost("vgg16", ROOMY), "fc6");
        LayerCost many = layer(sixteen, "fc6");
        double intensity = one.macs() / (double) one.dram().total();
        assertThat(many.macs() / (double) many.dram().total()).isBetween(15.9 * intensity, 16 * intensity);
    }

    @ParameterizedTest
    @CsvSource({"mobilenet-v1, 3.06, 35.0, 21, 111", "mobilenet-v2, 6.9, 36.1, 10, 58", "xception, 1.6, 32.3, 25, 288"})
    @DisplayName(
            "B6: depthwise layers are few of the MACs, a third of the traffic, and reuse an element 1.7 to 4.5 times")
    void reuseOfMaps(String network, double macs, double traffic, double least, double most) {
        NetworkCost cost = cost(network, ROOMY);
        assertThat(100 * share(cost, MovementOnMachinesTest::isDepthwise, LayerCost::macs))
                .isCloseTo(macs, within(0.05));
        double found = 100
                * share(
                        cost,
                        MovementOnMachinesTest::isDepthwise,
                        layer -> layer.macs() == 0 ? 0 : layer.dram().total());
        // Residuals that are added on the way out count with their layers here: 0.4 and 0.6 points less in V2 and
        // Xception.
        assertThat(found).isBetween(traffic - 0.65, traffic + 0.05);
        for (LayerCost layer : cost.layers()) {
            if (isConv(layer)) {
                double reuse = layer.macs() / (double) layer.dram().total();
                boolean isPointwise = layer.layer().nodes().getFirst().operator() instanceof Conv conv
                        && conv.windows().getFirst().size() == 1;
                if (isDepthwise(layer)) {
                    assertThat(reuse).as(layer.name()).isBetween(1.7, 4.5);
                } else if (isPointwise) {
                    assertThat(reuse).as(layer.name()).isBetween(least, most);
                }
            }
        }
    }

    @Test
    @DisplayName("B7: one filter for all positions moves a thousandth of the bytes that weights for each pair of pixels"
            + " would")
    void spatialInvariance() {
        GraphBuilder conv = new GraphBuilder("conv");
        Value x = conv.input("x", TensorType.float32(1, 16, 28, 28));
        conv.output(conv.node("conv", Conv.square(3, 1, 1, 1), x, conv.weight("w", 16, 16, 3, 3)));
        GraphBuilder full = new GraphBuilder("fully connected");
        Value flat = full.input("x", TensorType.float32(1, 16 * 28 * 28));
        full.output(full.node("fc", new Linear(), flat, full.weight("w", 16 * 28 * 28, 16 * 28 * 28)));
        LayerCost shared = Simulator.simulate(conv.build(), ROOMY).layers().getFirst();
        LayerCost own = Simulator.simulate(full.build(), ROOMY).layers().getFirst();
        assertThat(weights(own) / (double) weights(shared)).isEqualTo(28.0 * 28 * 28 * 28 / 9);
        assertThat(own.macs() / (double) shared.macs()).isCloseTo(28.0 * 28 / 9, within(1e-9));
        assertThat(own.dram().total()).isGreaterThan(1000 * shared.dram().total());
    }

    @Test
    @DisplayName("B10: DenseNet-121's concatenations have no arithmetic and pass DRAM, unless the chip keeps its maps")
    void concatenations() {
        Predicate<LayerCost> concatenates =
                layer -> layer.layer().nodes().getFirst().operator() instanceof Concat;
        NetworkCost copied = cost("densenet121", ROOMY);
        long moved = copied.layers().stream()
                .filter(concatenates)
                .peek(layer -> assertThat(layer.macs() + layer.operations()).isZero())
                .mapToLong(layer -> layer.dram().total())
                .sum();
        assertThat(moved).isGreaterThan(copied.dram().total() / 5);
        NetworkCost kept = cost("densenet121", "tpu-v1");
        assertThat(kept.layers().stream()
                        .filter(concatenates)
                        .mapToLong(layer -> layer.dram().total())
                        .sum())
                .isZero();
    }

    @Test
    @DisplayName("B11: VGG-16 never has fewer than 6,422,528 elements alive at its peak, 25.7 MB of fp32, at the first"
            + " level")
    void peakMemory() {
        long peak = Memory.inElements(Networks.named("vgg16").build()).peak().size();
        assertThat(peak).isGreaterThanOrEqualTo(6_422_528);
        assertThat(4 * peak / 1e6).isCloseTo(25.7, within(0.05));
    }

    @Test
    @DisplayName("B12: a quarter of the width is a quarter of every byte")
    void reducedPrecision() {
        Precision fp32 = new Precision(DataType.FLOAT32, DataType.FLOAT32, DataType.FLOAT32, DataType.FLOAT32);
        NetworkCost narrow = cost("squeezenet1.0", ROOMY);
        NetworkCost wide = cost("squeezenet1.0", with(ROOMY, fp32));
        assertThat(wide.dram().total()).isEqualTo(4 * narrow.dram().total());
        assertThat(narrow.dram().bytes(Stream.WEIGHT_READ)).isEqualTo(1_244_448);
    }
}
