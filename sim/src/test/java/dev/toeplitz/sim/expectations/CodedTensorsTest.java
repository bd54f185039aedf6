package dev.toeplitz.sim.expectations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Code;
import dev.toeplitz.hw.Compression;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.coding.Coding;
import dev.toeplitz.sim.coding.Content;
import dev.toeplitz.sim.coding.Contents;
import dev.toeplitz.sim.coding.ContentsFile;
import dev.toeplitz.sim.coding.Stored;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.energy.EnergyModel;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the lecture notes say of sparse and narrow tensors: B12 of weights, B13 of maps. */
class CodedTensorsTest {
    private static final Code DEEP_COMPRESSION = new Code.RunLength(4);
    private static final Code EYERISS = new Code.RunLength(5, 3, 64);

    /** Everything is read once and written once. */
    private static Accelerator machine(
            DataType type, double gigabytesPerSecond, boolean fuses, Compression compression) {
        Accelerator base = Machines.of(64, 64, Dataflow.WEIGHT_STATIONARY, 1L << 40, gigabytesPerSecond);
        return new Accelerator(
                base.name(),
                base.title(),
                base.clockMegahertz(),
                new Precision(type, type, type, type),
                base.peArray(),
                base.buffers(),
                base.accumulators(),
                base.dram(),
                base.dma(),
                new VectorUnit(1 << 20, 1, 1, fuses),
                base.lowering(),
                1,
                false,
                compression);
    }

    private static Accelerator weights(Code code) {
        return machine(DataType.FLOAT32, 1000, true, new Compression(Optional.of(code), Optional.empty()));
    }

    private static Accelerator maps(boolean fuses) {
        return machine(DataType.INT16, 1000, fuses, new Compression(Optional.empty(), Optional.of(EYERISS)));
    }

    private static NetworkCost cost(Graph graph, Accelerator machine, Contents contents) {
        return Simulator.cost(Simulator.workload(graph, machine, contents), machine);
    }

    private static long sum(Graph graph, Accelerator machine, Contents contents, ToLongFunction<Stored> figure) {
        Coding coding = Coding.of(graph, machine, contents);
        return graph.constants().keySet().stream()
                .map(coding::of)
                .flatMap(Optional::stream)
                .mapToLong(figure)
                .sum();
    }

    private static long ofWeights(LayerCost layer, boolean coded) {
        var traffic = coded ? layer.dram() : layer.uncoded();
        return traffic.bytes(Stream.WEIGHT_READ) + traffic.bytes(Stream.EPILOGUE_READ);
    }

    @Test
    @DisplayName(
            "B12: SqueezeNet's 4.99 MB are 421,098 values of 6 bits, 0.316 MB, and indices that keep it below 0.5 MB")
    void squeezeNetPruned() {
        Graph graph = Networks.named("squeezenet1.0").build();
        Contents pruned = ContentsFile.load("squeezenet-pruned");
        Accelerator machine = weights(DEEP_COMPRESSION);

        long payloadBits = sum(graph, machine, pruned, Stored::payloadBits);
        long indexBits = sum(graph, machine, pruned, Stored::indexBits);
        assertThat(payloadBits).isEqualTo(421_098L * 6);
        assertThat(Math.ceilDiv(payloadBits, 8)).isEqualTo(315_824);
        assertThat(indexBits / 8).as("shown apart").isBetween(150_000L, 184_176L);
        assertThat((payloadBits + indexBits) / 8).isLessThan(500_000);

        NetworkCost cost = cost(graph, machine, pruned);
        assertThat(cost.sum(layer -> ofWeights(layer, false))).isEqualTo(4_993_696);
        assertThat(cost.sum(layer -> ofWeights(layer, true))).isEqualTo(sum(graph, machine, pruned, Stored::bytes));
        assertThat(cost.macs()).isEqualTo(cost(graph, machine, Contents.NONE).macs());
    }

    @Test
    @DisplayName("B12: a bit for each weight instead of an index for each that is left: the larger, the sparser")
    void bitMaps() {
        Graph graph = Networks.named("squeezenet1.0").build();
        Contents pruned = ContentsFile.load("squeezenet-pruned");
        long indices = sum(graph, weights(DEEP_COMPRESSION), pruned, Stored::indexBits);
        long bits = sum(graph, weights(new Code.Bitmap()), pruned, Stored::indexBits);
        assertThat(sum(graph, weights(new Code.Bitmap()), pruned, Stored::payloadBits))
                .isEqualTo(421_098L * 6);
        // 1,248,424 values less those of tensors that keep all of them, and so have no index at all.
        assertThat(bits).isBetween(1_000_000L, 1_248_424L).isLessThan(indices);
        assertThat(sum(graph, weights(new Code.Packed()), pruned, Stored::bits)).isEqualTo(1_248_424L * 6);
    }

    @Test
    @DisplayName("B12: a layer that waits for its weights takes as much less time as they take fewer bytes")
    void fewerBytesLessTime() {
        Graph graph = product(4096, 4096);
        Accelerator machine =
                machine(DataType.INT8, 1, true, new Compression(Optional.of(DEEP_COMPRESSION), Optional.empty()));
        Contents sparse = new Contents(Map.of("w", new Content(0.1)));
        NetworkCost dense = cost(graph, machine, Contents.NONE);
        NetworkCost coded = cost(graph, machine, sparse);
        double ratio = Coding.of(graph, machine, sparse)
                .of(graph.constants().keySet().iterator().next())
                .orElseThrow()
                .ratio();
        assertThat(ratio)
                .as("1.2 bits an element, and values between long runs")
                .isBetween(5.0, 6.7);
        assertThat(dense.cycles() / (double) coded.cycles()).isCloseTo(ratio, within(0.05 * ratio));
        assertThat(coded.layers().getFirst().uncoded()).isEqualTo(dense.dram());
        NetworkCost played = Simulator.cost(
                Simulator.workload(graph, machine, sparse), machine, Fidelity.TIMELINE, MappingSearch.forCycles());
        assertThat(played.dram()).isEqualTo(coded.dram());
        assertThat(played.cycles()).isGreaterThanOrEqualTo(coded.cycles()).isLessThan(dense.cycles());
        // The buffers see whole elements: what is saved is DRAM alone.
        var table = EnergyTables.load(EnergyTables.DEFAULT);
        Map<String, Double> before = EnergyModel.of(dense, table).byLevel();
        Map<String, Double> after = EnergyModel.of(coded, table).byLevel();
        before.forEach((level, picojoules) -> assertThat(after.get(level))
                .as(level)
                .satisfies(now -> {
                    if (level.equals(EnergyModel.DRAM)) {
                        assertThat(now).isLessThan(picojoules / 4);
                    } else {
                        assertThat(now).isEqualTo(picojoules);
                    }
                }));
    }

    private static Graph product(int in, int out) {
        GraphBuilder graph = new GraphBuilder("product");
        Value x = graph.input("x", TensorType.float32(1, in, 1, 1));
        graph.output(graph.node("y", Conv.square(1, 1, 0, 1), x, graph.weight("w", out, in, 1, 1)));
        return graph.build();
    }

    /** Two residual blocks: with {@code activated} the sum passes ReLU, as in ResNet; otherwise both signs go on, as in its second version. */
    private static Graph blocks(boolean activated) {
        GraphBuilder graph = new GraphBuilder(activated ? "after" : "before");
        Value x = graph.input("x", TensorType.float32(1, 8, 16, 16));
        for (int block = 1; block <= 2; block++) {
            String at = "block%d.".formatted(block);
            Value in = activated ? x : graph.node(at + "relu", new Relu(), x);
            Value conv = graph.node(at + "conv", Conv.square(3, 1, 1, 1), in, graph.weight(at + "w", 8, 8, 3, 3));
            Value sum = graph.node(at + "add", new Add(), conv, x);
            x = activated ? graph.node(at + "relu", new Relu(), sum) : sum;
        }
        graph.output(graph.node("last", Conv.square(1, 1, 0, 1), x, graph.weight("last.w", 8, 8, 1, 1)));
        return RandomWeights.fill(graph.build(), 1);
    }

    /** Shares of zeros as the reference computes them. */
    private static Contents measured(Graph graph) {
        Value input = graph.inputs().getFirst();
        Map<String, Content> found = new HashMap<>();
        Reference.walk(
                graph,
                Map.of(input, new Tensor.Random(input.type(), 3, 0, 1)),
                (node, _, outputs) ->
                        found.put(node.outputs().getFirst().name(), Contents.counted(outputs.getFirst())));
        return new Contents(found);
    }

    @Test
    @DisplayName(
            "B13: sums with both signs have no zeros, and their maps take a third more when coded; after ReLU less")
    void bothSignsAtAddPoints() {
        Graph graph = blocks(true);
        Contents contents = measured(graph);
        Coding coding = Coding.of(graph, maps(false), contents);
        for (var node : graph.nodes()) {
            Value value = node.outputs().getFirst();
            if (node.operator() instanceof Relu) {
                assertThat(coding.of(value).orElseThrow().ratio())
                        .as(value.name())
                        .isGreaterThan(1.1);
            } else if (!graph.outputs().contains(value)) {
                assertThat(coding.of(value).orElseThrow().ratio())
                        .as(value.name())
                        .isCloseTo(48 / 64.0, within(0.001));
            }
        }
    }

    @Test
    @DisplayName(
            "B13: so a residual network moves fewer bytes of coded maps with ReLU behind the sums than before them")
    void wherePassesReluStands() {
        Graph after = blocks(true);
        Graph before = blocks(false);
        NetworkCost signless = cost(after, maps(true), measured(after));
        NetworkCost signed = cost(before, maps(true), measured(before));
        assertThat(ratio(signless)).isGreaterThan(1);
        assertThat(ratio(signed)).isLessThan(ratio(signless));
        // The sum is read by the next ReLU and by the next addition, and takes a third more each time.
        LayerCost reader = layer(signed, "block2.relu");
        assertThat(reader.dram().bytes(Stream.INPUT_READ)).isEqualTo(Math.ceilDiv(8 * 16 * 16, 3) * 8L);
        assertThat(reader.uncoded().bytes(Stream.INPUT_READ)).isEqualTo(8 * 16 * 16 * 2);
    }

    private static double ratio(NetworkCost cost) {
        long coded = cost.dram().total();
        long uncoded = cost.layers().stream()
                .mapToLong(layer -> layer.uncoded().total())
                .sum();
        return uncoded / (double) coded;
    }

    private static LayerCost layer(NetworkCost cost, String name) {
        return cost.layers().stream()
                .filter(layer -> layer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void inputsAndOutputsAndUnknownTensorsLieAsTheyAre() {
        Graph graph = blocks(true);
        Coding coding = Coding.of(
                graph, maps(true), new Contents(Map.of("x", new Content(0.1), "block1.relu", new Content(0.5))));
        assertThat(coding.of(graph.inputs().getFirst())).isEmpty();
        assertThat(coding.of(graph.outputs().getFirst())).isEmpty();
        List<String> coded = graph.nodes().stream()
                .map(node -> node.outputs().getFirst())
                .filter(value -> coding.of(value).isPresent())
                .map(Value::name)
                .toList();
        assertThat(coded).containsExactly("block1.relu");
    }

    @Test
    void zerosOfWeightsThatAreThereAreCounted() {
        GraphBuilder builder = new GraphBuilder("real");
        Value x = builder.input("x", TensorType.float32(1, 2, 4, 4));
        Value w = builder.constant("w", Tensor.of(TensorType.float32(2, 2, 1, 1), 0, 3, 0, 0));
        builder.output(builder.node("y", Conv.square(1, 1, 0, 1), x, w));
        assertThat(Contents.ofWeights(builder.build()).of(w)).contains(new Content(0.25));
        assertThat(Contents.ofWeights(Networks.named("lenet5").build()).isEmpty())
                .isTrue();
    }

    @Test
    void whatCannotBeCodedIsRefused() {
        Graph graph = product(64, 64);
        Contents sparse = new Contents(Map.of("w", new Content(0.1)));
        Accelerator plain = machine(DataType.INT8, 1, true, Compression.NONE);
        assertThatThrownBy(() -> cost(graph, plain, sparse))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test stores every tensor as it is; expected a machine with `compression`");
        Accelerator coding = weights(DEEP_COMPRESSION);
        assertThatThrownBy(() -> cost(graph, coding.withCores(2), sparse)).hasMessageContaining("expected one core");
        assertThatThrownBy(() -> cost(graph, coding.withFusion(true), sparse))
                .hasMessageContaining("layers one by one");
        assertThatThrownBy(() -> cost(graph, coding, new Contents(Map.of("v", new Content(0.1)))))
                .hasMessageContaining("'v' is no tensor of product");
    }
}
