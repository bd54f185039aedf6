package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contractions as blocks in local memory, and matrices times few vectors, as GPUs have them. */
class BlockTest {
    private static final Options BLOCKS = Options.of(Target.BLOCKS);

    private static Graph products() {
        GraphBuilder graph = new GraphBuilder("products");
        Value x = graph.input("x", TensorType.float32(33, 70));
        graph.output(graph.node("weight", new MatMul(), x, graph.weight("w", 70, 141)));
        Value y = graph.input("y", TensorType.float32(70, 64));
        graph.output(graph.node("operands", new MatMul(), x, y));
        Value product = graph.node("fc", new Linear(), x, graph.weight("v", 48, 70), graph.weight("bias", 48));
        graph.output(graph.node("linear", new Relu(), product));
        Value map = graph.input("map", TensorType.float32(2, 12, 14, 15));
        graph.output(graph.node("conv", Conv.square(3, 1, 1, 1), map, graph.weight("filter", 24, 12, 3, 3)));
        return RandomWeights.fill(graph.build(), 1);
    }

    private static Graph vectors() {
        GraphBuilder graph = new GraphBuilder("vectors");
        Value x = graph.input("x", TensorType.float32(2, 68));
        graph.output(graph.node("columns", new MatMul(), x, graph.weight("w", 68, 141)));
        Value one = graph.input("one", TensorType.float32(1, 70));
        Value product = graph.node("fc", new Linear(), one, graph.weight("v", 48, 70), graph.weight("bias", 48));
        graph.output(graph.node("sums", new Relu(), product));
        Value map = graph.input("map", TensorType.float32(1, 12, 3, 3));
        graph.output(graph.node("clipped", Conv.square(3, 3, 1, 1), map, graph.weight("filter", 24, 12, 3, 3)));
        graph.output(graph.node("one pixel", Conv.square(3, 1, 0, 1), map, graph.weight("whole", 24, 12, 3, 3)));
        return RandomWeights.fill(graph.build(), 1);
    }

    private static void assertChosenAndRight(Graph graph, String candidate, String platform, Options options) {
        Plan plan = Plan.of(graph, options);
        assertThat(plan.stages())
                .allSatisfy(
                        stage -> assertThat(stage.choices().getLast().chosen()).startsWith(candidate + " "));
        assertRight(plan, platform);
    }

    private static void assertRight(Plan plan, String platform) {
        try (Execution execution = new Execution(plan, TestPlatforms.device(platform))) {
            assertThat(CrossCheck.run(execution, Inputs.random(plan.graph(), 7), (_, _) -> {}))
                    .isNotEmpty()
                    .allMatch(Verdict::passed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TestPlatforms.POCL, TestPlatforms.RUSTICL})
    void productsAndConvolutionsAreBlocks(String platform) {
        assertChosenAndRight(products(), "block", platform, BLOCKS);
    }

    @ParameterizedTest
    @ValueSource(strings = {TestPlatforms.POCL, TestPlatforms.RUSTICL})
    void fewRowsAreSharedOut(String platform) {
        assertChosenAndRight(vectors(), "gemv", platform, BLOCKS);
    }

    /** On PoCL, which converts by integer arithmetic, compiling takes long; random geometries are small enough for it. */
    @Test
    void halvesAreReadAndWrittenByTheSameKernels() {
        assertChosenAndRight(products(), "block", TestPlatforms.RUSTICL, BLOCKS.half());
        assertChosenAndRight(vectors(), "gemv", TestPlatforms.RUSTICL, BLOCKS.half());
    }

    /** Several blocks, ragged ones, and either operand transposed or computed. */
    @Test
    void productsOfAnySizeAreWithinTheirBounds() {
        assertWithinBounds(TestPlatforms.POCL, 0, 8, Target.BLOCKS);
    }

    /** What a device has room for decides the shape of blocks: one large unit, many units of little, small groups. */
    @Test
    void deviceLimitsShapeTheBlocks() {
        List<Target> devices = List.of(
                new Target(1, 0, 1, 64 << 10, 256),
                new Target(1, 0, 500, 4 << 10, 64),
                new Target(1, 0, 8, 2 << 10, 32));
        for (int i = 0; i < devices.size(); i++) {
            assertWithinBounds(TestPlatforms.POCL, 1000 + 100 * i, 2, devices.get(i));
        }
        assertThat(devices.stream()
                        .map(target -> Plan.of(products(), Options.of(target))
                                .stages()
                                .getLast()
                                .choices()
                                .getLast()
                                .chosen()))
                .doesNotHaveDuplicates();
    }

    static void assertWithinBounds(String platform, long firstSeed, int count, Target target) {
        Beside all = new Beside();
        for (int i = 0; i < count; i++) {
            all.add(AnyGeometry.multiplying(firstSeed + i));
        }
        assertRight(Plan.of(all.graph(), Options.of(target)), platform);
    }

    @Test
    void otherDevicesAndTheDirectWayHaveNoBlocks() {
        for (Options options :
                List.of(Options.of(Target.GENERAL), Options.of(Target.WIDE), BLOCKS.with(Options.Convolution.DIRECT))) {
            assertThat(Plan.of(products(), options).stages())
                    .noneMatch(stage -> stage.choices().getLast().chosen().startsWith("block"));
        }
    }
}
