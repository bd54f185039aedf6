package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.MatMulInteger;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.quantise.Quantiser;
import dev.toeplitz.graph.quantise.Ranges;
import dev.toeplitz.graph.step.Integers;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 8-bit integers on devices: every sum and every rounding is the reference's to the bit, whichever kernel made it. */
class IntegerGeometriesTest {
    private static final int AT_ONCE = 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void everySumAndEveryRoundingIsExact(int way) {
        assertExact(TestPlatforms.POCL, EveryWay.list().get(way), 40_000L + 1000L * way, AT_ONCE);
    }

    @Test
    void onRusticlToo() {
        assertExact(TestPlatforms.RUSTICL, Options.of(Target.GENERAL), 50_000, 20);
    }

    static void assertExact(String platform, Options options, long firstSeed, int count) {
        Beside all = new Beside();
        long seed = firstSeed;
        for (int found = 0; found < count; seed++) {
            Optional<Graph> quantised = quantised(AnyGeometry.of(seed));
            quantised.ifPresent(all::add);
            found += quantised.isPresent() ? 1 : 0;
        }
        List<Verdict> verdicts = check(all.graph(), options, TestPlatforms.device(platform));
        assertThat(verdicts.stream().filter(verdict -> !verdict.passed()))
                .as("%s from seed %d", options, firstSeed)
                .isEmpty();
        assertThat(verdicts.stream().filter(IntegerGeometriesTest::isInteger))
                .hasSizeGreaterThan(count / 2)
                .allMatch(verdict -> verdict.bound() == 0);
    }

    private static boolean isInteger(Verdict verdict) {
        return Integers.are(verdict.stage().outputs().getFirst().type().type());
    }

    private static List<Verdict> check(Graph graph, Options options, OpenClDevice device) {
        try (Execution execution = new Execution(Plan.of(graph, options), device)) {
            return CrossCheck.run(execution, Inputs.random(graph, 7), (_, _) -> {});
        }
    }

    /** Empty where no layer of it can be. */
    private static Optional<Graph> quantised(Graph graph) {
        try {
            Graph folded = Passes.forExecution(graph);
            return Optional.of(Quantiser.quantise(folded, Ranges.of(folded, List.of(Inputs.random(folded, 7))))
                    .graph());
        } catch (InputException _) {
            return Optional.empty();
        }
    }

    /** To 16 bits, so that a quotient that is off by its last bit shows. */
    @Test
    void quotientsAreCorrectlyRounded() {
        GraphBuilder graph = new GraphBuilder("quotients");
        Value x = graph.input("x", TensorType.float32(64, 2048));
        Tensor drawn = new Tensor.Random(TensorType.float32(2048), 5, 2e-4, 2e-5);
        Value scale = graph.constant("scale", new Tensor.Floats(drawn.type(), drawn.toFloats()));
        graph.output(graph.node("y", new QuantizeLinear(DataType.INT16, 1), x, scale));
        for (Options options : List.of(Options.of(Target.NARROW), Options.of(Target.GENERAL))) {
            List<Verdict> verdicts = check(graph.build(), options, TestPlatforms.device(TestPlatforms.POCL));
            assertThat(verdicts).allMatch(verdict -> verdict.passed() && verdict.bound() == 0);
        }
    }

    @Test
    void aNetworkOfTheZooWhole() {
        Graph network = Networks.named("squeezenet1.1").build(Shape.of(1, 3, 64, 64), 1000);
        Graph graph = quantised(RandomWeights.fill(network, 1)).orElseThrow();
        OpenClDevice device = TestPlatforms.device(TestPlatforms.POCL);
        List<Verdict> verdicts = check(graph, Options.of(Target.of(device.description())), device);
        assertThat(verdicts).allMatch(Verdict::passed);
        assertThat(verdicts.stream().filter(IntegerGeometriesTest::isInteger)).hasSizeGreaterThan(25);
    }

    @Test
    void aWrongRoundingIsCaught() {
        Graph network = Networks.named("lenet5-rbf").build(Shape.of(1, 1, 32, 32), 10);
        Graph graph = quantised(RandomWeights.fill(network, 1)).orElseThrow();
        Plan right = Plan.of(graph, Options.of(Target.GENERAL));
        assertThat(right.program()).contains("(x + 12582912.0f) - 12582912.0f");
        Plan wrong = new Plan(
                right.graph(),
                right.options(),
                right.program().replace("(x + 12582912.0f) - 12582912.0f", "floor(x)"),
                right.stages(),
                right.slotBytes(),
                right.places(),
                right.sumOfActivations());
        try (Execution execution = new Execution(wrong, TestPlatforms.device(TestPlatforms.POCL))) {
            assertThat(CrossCheck.run(execution, Inputs.random(graph, 3), (_, _) -> {}))
                    .anyMatch(verdict -> !verdict.passed());
        }
    }

    /** Sums of 100,000 and more do not fit single precision. */
    @Test
    void sumsBeyondSinglePrecisionAreExact() {
        GraphBuilder graph = new GraphBuilder("sums");
        Value a = graph.input("a", new TensorType(DataType.UINT8, Shape.of(3, 4097)));
        double[] most = new double[4097 * 2];
        for (int i = 0; i < most.length; i++) {
            most[i] = 127 - i % 3;
        }
        Value b = graph.constant("b", Tensor.of(new TensorType(DataType.INT8, Shape.of(4097, 2)), most));
        graph.output(graph.node("product", new MatMulInteger(), a, b));
        Graph built = graph.build();
        double[] full = new double[3 * 4097];
        Arrays.fill(full, 255);
        Tensor given = Tensor.of(a.type(), full);
        for (Options options : List.of(Options.of(Target.NARROW), Options.of(Target.GENERAL))) {
            try (Execution execution =
                    new Execution(Plan.of(built, options), TestPlatforms.device(TestPlatforms.POCL))) {
                List<Verdict> verdicts = CrossCheck.run(execution, Map.of(a, given), (_, _) -> {});
                assertThat(verdicts).allMatch(verdict -> verdict.passed() && verdict.bound() == 0);
                assertThat(verdicts.getFirst().expected()).isGreaterThan(1 << 24);
            }
        }
    }
}
