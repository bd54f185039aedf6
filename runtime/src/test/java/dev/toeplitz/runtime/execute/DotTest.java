package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.ConvInteger;
import dev.toeplitz.graph.op.MatMulInteger;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Options.Convolution;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.runtime.plan.Tunable;
import dev.toeplitz.runtime.plan.Tuning;
import dev.toeplitz.runtime.plan.Variant;
import dev.toeplitz.terms.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums that take products in pairs: each is the reference's to the bit, whatever the geometry and the numbers. */
class DotTest {
    @Test
    void everySumIsExact() {
        assertExact(TestPlatforms.POCL, Options.of(Target.NARROW), 0, 30, false);
    }

    @Test
    void onOtherTargetsToo() {
        assertExact(TestPlatforms.POCL, Options.of(Target.WIDE), 1000, 6, false);
        assertExact(TestPlatforms.POCL, Options.of(Target.WIDE).unfused(), 1500, 6, false);
        assertExact(TestPlatforms.POCL, Options.of(Target.NARROW).with(Convolution.IM2COL), 2000, 6, false);
    }

    @Test
    void withZeroPoints() {
        Plan plan = assertExact(TestPlatforms.POCL, Options.of(Target.NARROW), 3000, 40, true);
        // Others have zero points of weights that are only known when it runs.
        assertThat(chosen(plan, "dot")).isGreaterThan(25);
    }

    @Test
    void withZeroPointsOnOtherTargetsToo() {
        assertExact(TestPlatforms.POCL, Options.of(Target.WIDE).unfused(), 3100, 6, true);
        assertExact(TestPlatforms.POCL, Options.of(Target.NARROW).with(Convolution.IM2COL), 3200, 6, true);
        assertExact(TestPlatforms.POCL, Options.of(Target.GENERAL), 3300, 6, true);
        assertExact(TestPlatforms.POCL, Options.of(Target.BLOCKS), 3400, 6, true);
        assertExact(TestPlatforms.RUSTICL, Options.of(Target.NARROW), 3500, 2, true);
    }

    /** It is given other kernels than a CPU's; it compiles these all the same. */
    @Test
    void onRusticlToo() {
        assertExact(TestPlatforms.RUSTICL, Options.of(Target.NARROW), 8000, 2, false);
    }

    /** Rows of the copy that would fall onto the same lines of a cache lie farther apart, in a product and in a convolution. */
    @Test
    void rowsThatWouldShareLinesOfACacheLieApart() {
        GraphBuilder graph = new GraphBuilder("long rows");
        Map<Value, Tensor> inputs = new HashMap<>();
        Value map = input(graph, inputs, Shape.of(1, 1024, 3, 4));
        Value last = graph.node("channels last", Pool.max(1, 1, 0, false), map);
        List<Window> windows = List.of(Window.of(3, 1, 1), Window.of(1, 2, 0));
        Value filter = graph.constant("filter", whole(new TensorType(DataType.INT8, Shape.of(9, 1024, 3, 1))));
        graph.output(graph.node("convolution", new ConvInteger(windows, 1), last, filter));
        Value matrix = input(graph, inputs, Shape.of(7, 2048));
        Value weight = graph.constant("weight", whole(new TensorType(DataType.INT8, Shape.of(2048, 10))));
        graph.output(graph.node("product", new MatMulInteger(), matrix, weight));
        Plan plan = Plan.of(graph.build(), Options.of(Target.NARROW));
        assertThat(chosen(plan, "dot")).isEqualTo(2);
        assertThat(plan.program()).contains("1056", "2080");
        assertExact(plan, TestPlatforms.device(TestPlatforms.POCL), inputs, "long rows");
    }

    private static Value input(GraphBuilder graph, Map<Value, Tensor> inputs, Shape shape) {
        Value value = graph.input("x" + inputs.size(), new TensorType(DataType.UINT8, shape));
        inputs.put(value, whole(value.type()));
        return value;
    }

    /** Numbers that differ from their neighbours. */
    private static Tensor whole(TensorType type) {
        double[] values = new double[Math.toIntExact(type.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 37L % 251 % (type.type() == DataType.INT8 ? 128 : 256);
        }
        return Tensor.of(type, values);
    }

    /** With the instruction of older processors, and where nothing multiplies pairs at once. */
    @ParameterizedTest
    @ValueSource(strings = {"__AVX2__", "__AVX2__|__SSE2__"})
    void withoutSomeInstructions(String missing) {
        Beside all = new Beside();
        Map<Value, Tensor> inputs = drawn(all, 8, i -> AnyIntegers.of(4000 + i, false));
        Plan plan = Plan.of(all.graph(), Options.of(Target.NARROW));
        assertThat(plan.program()).contains(missing.split("\\|"));
        Plan without = new Plan(
                plan.graph(),
                plan.options(),
                plan.program().replaceAll(missing, "NEVER_DEFINED"),
                plan.stages(),
                plan.slotBytes(),
                plan.places(),
                plan.sumOfActivations());
        assertExact(without, TestPlatforms.device(TestPlatforms.POCL), inputs, "without " + missing);
    }

    @Test
    void inEveryTile() {
        Options options = Options.of(Target.NARROW);
        for (long seed = 5000; seed < 5006; seed++) {
            AnyIntegers.Drawn drawn = AnyIntegers.of(seed, false);
            List<Variant> variants = variants(drawn, options, "dot");
            if (!variants.isEmpty()) {
                assertExact(drawn, options, variants.get((int) (seed * 7 % variants.size())), seed);
            }
        }
    }

    @Test
    void byWinogradsAlgorithmToo() {
        assertFilteredExactly(TestPlatforms.POCL, Options.of(Target.NARROW), 6000, 12, false);
        assertFilteredExactly(TestPlatforms.POCL, Options.of(Target.WIDE).unfused(), 6500, 6, false);
        assertFilteredExactly(TestPlatforms.POCL, Options.of(Target.NARROW), 6700, 16, true);
    }

    /** Every way to divide it. */
    @Test
    void inEveryBlock() {
        Options options = Options.of(Target.NARROW);
        long seed = 7000;
        AnyIntegers.Drawn drawn = AnyIntegers.filtering(seed, false);
        List<Variant> variants = variants(drawn, options, "winograd-dot");
        assertThat(variants).hasSizeGreaterThan(2);
        for (Variant variant : variants) {
            assertExact(drawn, options, variant, seed);
        }
    }

    private static List<Variant> variants(AnyIntegers.Drawn drawn, Options options, String candidate) {
        return Tunable.of(drawn.graph(), options).stream()
                .flatMap(tunable -> tunable.variants().stream())
                .flatMap(List::stream)
                .filter(variant -> variant.candidate().equals(candidate))
                .toList();
    }

    private static void assertExact(AnyIntegers.Drawn drawn, Options options, Variant variant, long seed) {
        Tunable tunable = Tunable.of(drawn.graph(), options).getLast();
        Plan plan = Plan.of(drawn.graph(), options, Tuning.NONE.with(tunable.task(), variant));
        OpenClDevice device = TestPlatforms.device(TestPlatforms.POCL);
        assertExact(plan, device, drawn.inputs(), "seed %d, %s".formatted(seed, variant));
    }

    static void assertFilteredExactly(String platform, Options options, long firstSeed, int count, boolean shifted) {
        Beside all = new Beside();
        Map<Value, Tensor> inputs = drawn(all, count, i -> AnyIntegers.filtering(firstSeed + i, shifted));
        Plan plan = Plan.of(all.graph(), options.with(Convolution.WINOGRAD));
        // What a device has of local memory in the least does not hold the largest register tiles.
        assertThat(chosen(plan, "winograd-dot")).isGreaterThan(count / 2);
        assertExact(plan, TestPlatforms.device(platform), inputs, "%s from seed %d".formatted(options, firstSeed));
    }

    static long chosen(Plan plan, String candidate) {
        return plan.stages().stream()
                .flatMap(stage -> stage.choices().stream())
                .filter(choice -> choice.chosen().equals(candidate))
                .count();
    }

    static Plan assertExact(String platform, Options options, long firstSeed, int count, boolean shifted) {
        Beside all = new Beside();
        Map<Value, Tensor> inputs = drawn(all, count, i -> AnyIntegers.of(firstSeed + i, shifted));
        Plan plan = Plan.of(all.graph(), options);
        if (!shifted) {
            assertThat(chosen(plan, "dot") + chosen(plan, "winograd-dot")).isGreaterThan(count * 3L / 4);
        }
        assertExact(plan, TestPlatforms.device(platform), inputs, "%s from seed %d".formatted(options, firstSeed));
        return plan;
    }

    private static Map<Value, Tensor> drawn(Beside all, int count, IntFunction<AnyIntegers.Drawn> graphs) {
        Map<Value, Tensor> inputs = new HashMap<>();
        for (int i = 0; i < count; i++) {
            AnyIntegers.Drawn drawn = graphs.apply(i);
            Map<Value, Value> renamed = all.add(drawn.graph());
            drawn.inputs().forEach((value, tensor) -> inputs.put(renamed.get(value), tensor));
        }
        return inputs;
    }

    static void assertExact(Plan plan, OpenClDevice device, Map<Value, Tensor> inputs, String what) {
        try (Execution execution = new Execution(plan, device)) {
            List<Verdict> verdicts = CrossCheck.run(execution, inputs, (_, _) -> {});
            assertThat(verdicts).as(what).allMatch(verdict -> verdict.passed() && verdict.bound() == 0);
        }
    }
}
