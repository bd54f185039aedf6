package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.ConvInteger;
import dev.toeplitz.graph.op.DynamicQuantizeLinear;
import dev.toeplitz.graph.op.MatMulInteger;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Options.Convolution;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Plan.Binding;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.runtime.plan.Tunable;
import dev.toeplitz.terms.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who takes zero points from 8-bit operands, and that the largest sums there can be are exact then. Random ones are {@link DotTest}'s. */
class ZeroPointsTest {
    /** Local memory enough for the transforms of many channels. */
    private static final Options ROOMY =
            Options.of(new Target(8, 16, 1, 4 << 20, 0)).with(Convolution.WINOGRAD);

    private static TensorType eight(DataType type, int... extents) {
        return new TensorType(type, Shape.of(extents));
    }

    private static Tensor all(int value, TensorType type) {
        return new Tensor.Filled(type, value);
    }

    /** As models are quantised whose activations are when they run. */
    @Test
    void oneThatIsKnownOnlyWhenTheGraphRunsIsReadThen() {
        GraphBuilder graph = new GraphBuilder("dynamic");
        Value x = graph.input("x", TensorType.float32(9, 33));
        List<Value> eight = graph.node("eight", new DynamicQuantizeLinear(), List.of(x));
        Value w = graph.constant("w", weights(eight(DataType.INT8, 33, 20)));
        graph.output(graph.node("product", new MatMulInteger(), eight.get(0), w, eight.get(2)));
        Graph built = graph.build();
        Plan plan = Plan.of(built, Options.of(Target.NARROW));
        assertThat(DotTest.chosen(plan, "dot")).isEqualTo(1);
        try (Execution execution = new Execution(plan, TestPlatforms.device(TestPlatforms.POCL))) {
            List<Verdict> verdicts = CrossCheck.run(execution, Inputs.random(built, 5), (_, _) -> {});
            assertThat(verdicts).allMatch(Verdict::passed);
            assertThat(verdicts.getLast().bound()).isZero();
        }
    }

    private static Tensor weights(TensorType type) {
        double[] values = new double[Math.toIntExact(type.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 37L % 128;
        }
        return Tensor.of(type, values);
    }

    /** Then even kernels that know nothing of zero points may have it, on any device. */
    @ParameterizedTest
    @CsvSource({"0, 0, contract", "7, 0, contract less zero points", "0, 7, contract less zero points"})
    void thoseThatAre0AreTakenByNobody(int ofX, int ofW, String step) {
        Plan plan = Plan.of(product(ofX, Shape.SCALAR, ofW), Options.of(Target.NARROW));
        assertThat(plan.stages().getFirst().choices()).hasSize(1);
        assertThat(plan.stages().getFirst().choices().getFirst().step()).isEqualTo(step);
        assertThat(DotTest.chosen(plan, "dot")).isEqualTo(1);
    }

    private static Graph product(int ofX, Shape shapeOfX, int ofW) {
        GraphBuilder graph = new GraphBuilder("product");
        Value x = graph.input("x", eight(DataType.UINT8, 9, 33));
        Value w = graph.constant("w", weights(eight(DataType.UINT8, 33, 20)));
        Value zeroOfX = graph.constant("zero of x", all(ofX, new TensorType(DataType.UINT8, shapeOfX)));
        Value zeroOfW = graph.constant("zero of w", all(ofW, eight(DataType.UINT8, 20)));
        graph.output(graph.node("product", new MatMulInteger(), x, w, zeroOfX, zeroOfW));
        return graph.build();
    }

    @Test
    void oneForEachRowIsForGeneralKernels() {
        Graph graph = product(7, Shape.of(9), 0);
        Plan plan = Plan.of(graph, Options.of(Target.NARROW));
        assertThat(DotTest.chosen(plan, "dot")).isZero();
        OpenClDevice device = TestPlatforms.device(TestPlatforms.POCL);
        DotTest.assertExact(
                plan,
                device,
                Map.of(
                        graph.inputs().getFirst(),
                        weights(graph.inputs().getFirst().type())),
                "rows");
    }

    /** Unsigned weights around 128 are signed ones; around others they may need 16 bits. */
    @ParameterizedTest
    @CsvSource({"0, UINT8", "128, INT8", "127, INT16", "255, INT16"})
    void weightsTakeNoMoreMemoryThanNeedBe(int zeroPoint, DataType held) {
        Plan plan = Plan.of(product(3, Shape.SCALAR, zeroPoint), Options.of(Target.NARROW));
        Optional<DataType> packed = plan.weights().stream()
                .filter(Binding.PackedWeight.class::isInstance)
                .map(plan::held)
                .findFirst();
        assertThat(packed).contains(held);
    }

    @Test
    void tuningTellsThemApart() {
        assertThat(task(0, 0)).isNotEqualTo(task(7, 0));
        assertThat(task(7, 0)).isEqualTo(task(8, 0)).isNotEqualTo(task(7, 9));
        assertThat(task(7, 9)).isEqualTo(task(7, 10)).isNotEqualTo(task(7, 128));
    }

    private static String task(int ofX, int ofW) {
        return Tunable.of(product(ofX, Shape.SCALAR, ofW), Options.of(Target.NARROW))
                .getFirst()
                .task();
    }

    /** Every product is 255 · 255, of one sign or the other. */
    @ParameterizedTest
    @ValueSource(ints = {0, 255})
    void theLargestSumsAreExactByWinogradsAlgorithm(int zeroOfW) {
        Graph graph = largest(917, DataType.UINT8, 0, DataType.UINT8, zeroOfW);
        Plan plan = Plan.of(graph, ROOMY);
        assertThat(DotTest.chosen(plan, "winograd-dot")).isEqualTo(1);
        assertExactWhenFull(plan);
    }

    /** @param zeroOfW weights are as far from it as can be */
    private static Graph largest(int channels, DataType typeOfX, int zeroOfX, DataType typeOfW, int zeroOfW) {
        GraphBuilder graph = new GraphBuilder("largest");
        List<Window> windows = List.of(Window.of(3, 1, 0), Window.of(3, 1, 0));
        Value x = graph.input("x", eight(typeOfX, 1, channels, 4, 4));
        Value last = graph.node("channels last", Pool.max(1, 1, 0, false), x);
        int weight = typeOfW == DataType.INT8 ? -128 : zeroOfW == 0 ? 255 : 0;
        Value w = graph.constant("w", all(weight, eight(typeOfW, 8, channels, 3, 3)));
        Value ofX = graph.constant("zero of x", all(zeroOfX, eight(typeOfX)));
        Value ofW = graph.constant("zero of w", all(zeroOfW, eight(typeOfW)));
        graph.output(graph.node("sums", new ConvInteger(windows, 1), last, w, ofX, ofW));
        return graph.build();
    }

    private static void assertExactWhenFull(Plan plan) {
        Value x = plan.graph().inputs().getFirst();
        int farthest = x.type().type() == DataType.INT8 ? -128 : 255;
        DotTest.assertExact(
                plan, TestPlatforms.device(TestPlatforms.POCL), Map.of(x, all(farthest, x.type())), "all " + farthest);
    }

    /** One more channel, and four times a sum would not fit 32 bits. */
    @ParameterizedTest
    @CsvSource({
        "918, UINT8, 0, UINT8, 0",
        "918, INT8, 127, UINT8, 0",
        "1828, UINT8, 0, INT8, 0",
        "3641, INT8, 0, INT8, 0"
    })
    void beyondThemWinogradsAlgorithmIsRefused(int channels, DataType ofX, int zeroOfX, DataType ofW, int zeroOfW) {
        Plan more = Plan.of(largest(channels, ofX, zeroOfX, ofW, zeroOfW), ROOMY);
        assertThat(DotTest.chosen(more, "winograd-dot")).isZero();
        assertThat(DotTest.chosen(more, "dot")).isEqualTo(1);
        assertExactWhenFull(more);
        Plan fewer = Plan.of(largest(channels - 1, ofX, zeroOfX, ofW, zeroOfW), ROOMY);
        assertThat(DotTest.chosen(fewer, "winograd-dot")).isEqualTo(1);
        assertExactWhenFull(fewer);
    }

    /** In single precision, where only so many products of two unsigned numbers add up exactly. */
    @Test
    void sumsOfTwoUnsignedActivationsAreExact() {
        GraphBuilder graph = new GraphBuilder("activations");
        Value a = graph.input("a", eight(DataType.UINT8, 5, 512));
        Value b = graph.input("b", eight(DataType.UINT8, 512, 16));
        graph.output(graph.node("product", new MatMulInteger(), a, b));
        Plan plan = Plan.of(graph.build(), Options.of(Target.NARROW));
        Tensor almost = Tensor.of(a.type(), odd(5 * 512));
        Map<Value, Tensor> inputs = Map.of(a, almost, b, all(255, b.type()));
        DotTest.assertExact(plan, TestPlatforms.device(TestPlatforms.POCL), inputs, "two activations");
    }

    /** So that sums are odd beyond 2²⁴, where single precision has even numbers alone. */
    private static double[] odd(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = i % 512 == 511 ? 254 : 255;
        }
        return values;
    }
}
