package dev.toeplitz.sim.expectations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.Interconnect;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.energy.EnergyModel;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lecture notes say of how networks and machines match: B17, C1, C2, C4, C5 and C11. */
class NetworksOnMachinesTest {
    /** 256 MACs a cycle as a grid for matrix products … */
    private static final Accelerator MATRIX = Machines.of(16, 16, Dataflow.WEIGHT_STATIONARY, 1 << 20, 32);

    /** … and as lanes over channels, of groups or not, each with a sum of its own. */
    private static final Accelerator VECTOR = Machines.of(
            256,
            1,
            new Dataflow(
                    "lanes",
                    List.of(LoopDim.GROUP, LoopDim.OUT_CHANNEL),
                    List.of(),
                    Operand.OUTPUT,
                    new Interconnect.Broadcast(0)),
            1 << 20,
            32);

    private static NetworkCost cost(String network, Accelerator machine) {
        return Simulator.simulate(Networks.named(network).build(), machine);
    }

    private static double utilization(NetworkCost cost, Predicate<LayerCost> some) {
        List<LayerCost> layers = cost.layers().stream().filter(some).toList();
        return layers.stream().mapToLong(LayerCost::macs).sum()
                / (double) layers.stream().mapToLong(LayerCost::cycles).sum()
                / cost.accelerator().peArray().macsPerCycle();
    }

    private static boolean isConv(LayerCost layer, int filter) {
        return layer.layer().nodes().getFirst().operator() instanceof Conv conv
                && conv.windows().getFirst().size() == filter
                && conv.groups() == 1;
    }

    private static boolean isDepthwise(LayerCost layer) {
        return layer.layer().nodes().getFirst().operator() instanceof Conv conv && conv.groups() > 1;
    }

    @Test
    @DisplayName("B17: 1x1 filters are not lowered, and one of them uses a matrix engine best of MobileNet's layers")
    void pointwiseLayersAreMatrixProducts() {
        NetworkCost cost = cost("mobilenet-v1", MATRIX.with(Im2col.EXPLICIT));
        double pointwise = cost.layers().stream()
                .filter(layer -> isConv(layer, 1))
                .mapToDouble(layer -> layer.utilization(cost.accelerator()))
                .max()
                .orElseThrow();
        for (LayerCost layer : cost.layers()) {
            if (isConv(layer, 1)) {
                assertThat(layer.dram().bytes(Stream.IM2COL_WRITE)).isZero();
            } else if (layer.macs() > 0) {
                assertThat(layer.utilization(cost.accelerator())).isLessThan(pointwise);
            }
        }
        assertThat(pointwise).isGreaterThan(0.9);
    }

    @Test
    @DisplayName("C1: a depthwise layer uses F*F/(R*C) of a matrix engine, and lanes over channels eight times as much")
    void depthwiseLayers() {
        double onMatrix = utilization(cost("mobilenet-v1", MATRIX), NetworksOnMachinesTest::isDepthwise);
        double onVector = utilization(cost("mobilenet-v1", VECTOR), NetworksOnMachinesTest::isDepthwise);
        assertThat(onMatrix).isLessThan(9.0 / 256).isGreaterThan(0.8 * 9 / 256);
        // 32 to 128 channels of the first layers leave lanes idle: not near 1 in all.
        assertThat(onVector).isGreaterThan(8 * onMatrix);
    }

    @Test
    @DisplayName(
            "C1: VGG and ResNet use a matrix engine better than MobileNet; lanes of the same peak turn the order round")
    void matrixAgainstVector() {
        double mobileNet = cost("mobilenet-v1", MATRIX).utilization();
        assertThat(cost("vgg16", MATRIX).utilization()).isGreaterThan(1.5 * mobileNet);
        assertThat(cost("resnet50", MATRIX).utilization()).isGreaterThan(1.5 * mobileNet);
        double onVector = cost("mobilenet-v1", VECTOR).utilization();
        assertThat(onVector).isGreaterThan(mobileNet);
        assertThat(cost("vgg16", VECTOR).utilization()).isLessThan(onVector);
        assertThat(cost("resnet50", VECTOR).utilization()).isLessThan(onVector);
    }

    /** 1 × 1, 3 × 3 in groups, 1 × 1 on 256 channels; as many groups as keep 69,632 MACs a pixel, within a tenth. */
    private static NetworkCost bottleneck(int channelsPerGroup, int width) {
        int d = channelsPerGroup;
        int groups = Math.max(1, (int) Math.round(69_632.0 / (512 * d + 9 * d * d)));
        int inner = groups * d;
        GraphBuilder graph = new GraphBuilder("bottleneck");
        Value x = graph.input("x", TensorType.float32(1, 256, 28, 28));
        Value y = graph.node("reduce", Conv.square(1, 1, 0, 1), x, graph.weight("a", inner, 256, 1, 1));
        y = graph.node("grouped", Conv.square(3, 1, 1, groups), y, graph.weight("b", inner, d, 3, 3));
        y = graph.node("expand", Conv.square(1, 1, 0, 1), y, graph.weight("c", 256, inner, 1, 1));
        graph.output(y);
        return Simulator.simulate(
                graph.build(), Machines.of(width, width, Dataflow.WEIGHT_STATIONARY, 1 << 20, 10_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32})
    @DisplayName("C2: the knee of the grouping sweep is where a group has as many channels as the engine is wide")
    void kneeOfTheGroupingSweep(int width) {
        for (int channels = 64; channels >= 4; channels /= 2) {
            NetworkCost cost = bottleneck(channels, width);
            LayerCost grouped = cost.layers().get(1);
            double cyclesForAMac = grouped.arrayCycles() * (double) width * width / grouped.macs();
            assertThat((double) cost.macs()).isCloseTo(784 * 69_632.0, within(0.11 * 784 * 69_632.0));
            if (channels >= width) {
                assertThat(cyclesForAMac).as("%d channels", channels).isLessThan(1.13);
            } else {
                assertThat(cyclesForAMac).as("%d channels", channels).isGreaterThan(width / (double) channels);
            }
        }
        assertThat(bottleneck(width, width).dram().total())
                .isLessThan(bottleneck(4, width).dram().total());
    }

    @Test
    @DisplayName("C4: at the MACs of ResNet-152, WRN-50-2 is faster on a wide machine where each tile costs a set-up")
    void widthAgainstDepth() {
        Accelerator wide = Accelerators.load("u250-64x64");
        long without =
                cost("wide-resnet50-2", wide).cycles() - cost("resnet152", wide).cycles();
        Accelerator setUp = Machines.of(64, 64, Dataflow.WEIGHT_STATIONARY, 8 << 20, 100);
        setUp = new Accelerator(
                setUp.name(),
                setUp.title(),
                setUp.clockMegahertz(),
                setUp.precision(),
                setUp.peArray(),
                setUp.buffers(),
                setUp.accumulators(),
                setUp.dram(),
                new Dma(2000),
                setUp.vectorUnit(),
                setUp.lowering());
        assertThat(cost("wide-resnet50-2", setUp).cycles())
                .isLessThan(cost("resnet152", setUp).cycles());
        // Without it the two are within a few hundredths, and depth may win.
        assertThat(Math.abs(without)).isLessThan(cost("resnet152", wide).cycles() / 25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tpu-v1", "zu9eg-32x32", "u250-64x64", "nvdla-large"})
    @DisplayName("C5: the utilization of GoogLeNet's layers varies more than that of VGG-16's and ResNet-50's")
    void irregularNetworks(String machine) {
        double inception = variation(cost("googlenet", Accelerators.load(machine)));
        assertThat(inception).isGreaterThan(variation(cost("vgg16", Accelerators.load(machine))));
        assertThat(inception).isGreaterThan(variation(cost("resnet50", Accelerators.load(machine))));
    }

    /** Standard deviation of convolutions' utilization over its mean. */
    private static double variation(NetworkCost cost) {
        double[] each = cost.layers().stream()
                .filter(layer -> layer.layer().nodes().getFirst().operator() instanceof Conv)
                .mapToDouble(layer -> layer.utilization(cost.accelerator()))
                .toArray();
        double mean = Arrays.stream(each).average().orElseThrow();
        double squares = Arrays.stream(each).map(u -> (u - mean) * (u - mean)).sum();
        return Math.sqrt(squares / each.length) / mean;
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18, resnet34",
        "resnet34, resnet50",
        "resnet50, resnet101",
        "resnet101, resnet152",
        "vgg11, vgg13",
        "vgg13, vgg16-c",
        "vgg16-c, vgg16",
        "vgg16, vgg19"
    })
    @DisplayName("C11: deeper networks of a family take more time and more energy, on each of four machines")
    void deeperCostsMore(String less, String more) {
        for (String name : List.of("tpu-v1", "zu9eg-32x32", "u250-64x64", "nvdla-large")) {
            Accelerator machine = Accelerators.load(name);
            NetworkCost shallow = cost(less, machine);
            NetworkCost deep = cost(more, machine);
            assertThat(deep.cycles()).as(name).isGreaterThan(shallow.cycles());
            assertThat(picojoules(deep)).as(name).isGreaterThan(picojoules(shallow));
        }
    }

    private static double picojoules(NetworkCost cost) {
        return EnergyModel.of(cost, EnergyTables.load(EnergyTables.DEFAULT)).picojoules();
    }
}
