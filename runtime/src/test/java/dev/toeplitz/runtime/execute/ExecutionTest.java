package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.ConvTranspose;
import dev.toeplitz.graph.op.Gru;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.Lstm;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Rnn;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionTest {
    @ParameterizedTest
    @ValueSource(strings = {TestPlatforms.POCL, TestPlatforms.RUSTICL, TestPlatforms.OCLGRIND})
    void everyNodeIsWithinItsBoundOnEachPlatform(String platform) {
        OpenClDevice device = TestPlatforms.device(platform);
        for (Options options : EveryWay.list()) {
            assertThat(check(EveryKind.graph(), device, options))
                    .isNotEmpty()
                    .allSatisfy(verdict -> assertThat(verdict.passed())
                            .as(options + ": " + verdict)
                            .isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lenet5",
                "squeezenet1.1",
                "mobilenet-v2",
                "densenet121",
                "shufflenet-v1-g3",
                "lenet5-rbf",
                "lstm-unrolled"
            })
    void networksOfTheZooAreWithinTheirBoundsAtASmallSize(String name) {
        Networks.Network network = Networks.named(name);
        Shape input = network.input().at(1) == 3 ? Shape.of(2, 3, 64, 64) : network.input();
        Graph graph = RandomWeights.fill(network.build(input, 10), 5);
        assertThat(check(graph, TestPlatforms.device(TestPlatforms.POCL)))
                .allSatisfy(verdict ->
                        assertThat(verdict.passed()).as(verdict.toString()).isTrue());
    }

    @Property(tries = 30)
    void aConvolutionOfAnyGeometryIsWithinItsBound(
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll @IntRange(min = 1, max = 5) int channels,
            @ForAll @IntRange(min = 1, max = 5) int filters,
            @ForAll @IntRange(min = 7, max = 13) int extent,
            @ForAll @IntRange(min = 1, max = 4) int filter,
            @ForAll @IntRange(min = 1, max = 5) int stride,
            @ForAll @IntRange(min = 1, max = 2) int dilation,
            @ForAll @IntRange(max = 4) int padding) {
        GraphBuilder graph = new GraphBuilder("convolution");
        Value x = graph.input("x", TensorType.float32(batch, groups * channels, extent, extent + 2));
        Window window = new Window(filter, stride, dilation, padding, padding / 2);
        Value w = graph.weight("w", groups * filters, channels, filter, filter);
        graph.output(graph.node("conv", new Conv(List.of(window, window), groups), x, w));
        assertThat(check(RandomWeights.fill(graph.build(), 3), TestPlatforms.device(TestPlatforms.POCL)))
                .allMatch(Verdict::passed);
    }

    @Property(tries = 15)
    void aTransposedConvolutionOfAnyGeometryIsWithinItsBound(
            @ForAll @IntRange(min = 1, max = 2) int groups,
            @ForAll @IntRange(min = 1, max = 4) int channels,
            @ForAll @IntRange(min = 1, max = 4) int filters,
            @ForAll @IntRange(min = 2, max = 4) int filter,
            @ForAll @IntRange(min = 1, max = 4) int stride,
            @ForAll @IntRange(min = 1, max = 2) int dilation,
            @ForAll @IntRange(max = 1) int padding) {
        GraphBuilder graph = new GraphBuilder("transposed convolution");
        Value x = graph.input("x", TensorType.float32(2, groups * channels, 5, 6));
        Window window = new Window(filter, stride, dilation, padding, padding);
        Value w = graph.weight("w", groups * channels, filters, filter, filter);
        ConvTranspose operator = new ConvTranspose(List.of(window, window), groups, List.of(0, 0));
        graph.output(graph.node("up", operator, x, w));
        assertThat(check(RandomWeights.fill(graph.build(), 3), TestPlatforms.device(TestPlatforms.POCL)))
                .allMatch(Verdict::passed);
    }

    @Test
    void aProductOfTwoActivationsIsWithinItsBound() {
        GraphBuilder graph = new GraphBuilder("attention");
        Value q = graph.input("q", TensorType.float32(2, 1, 5, 8));
        Value k = graph.input("k", TensorType.float32(3, 8, 4));
        graph.output(graph.node("scores", new MatMul(), q, k));
        assertThat(check(graph.build(), TestPlatforms.device(TestPlatforms.POCL)))
                .allMatch(Verdict::passed);
    }

    /** Large enough for the right operand to be packed, whole panels and a part of one, on either side of a transposition. */
    @ParameterizedTest
    @ValueSource(strings = {TestPlatforms.POCL, TestPlatforms.OCLGRIND})
    void largeProductsOfTwoActivationsAreWithinTheirBounds(String platform) {
        GraphBuilder graph = new GraphBuilder("packed");
        Value q = graph.input("q", TensorType.float32(2, 33, 70));
        Value k = graph.input("k", TensorType.float32(2, 70, 141));
        Value x = graph.input("x", TensorType.float32(33, 70));
        Value w = graph.input("w", TensorType.float32(141, 70));
        Value bias = graph.input("bias", TensorType.float32(141));
        graph.output(graph.node("scores", new MatMul(), q, k));
        graph.output(graph.node("linear", new Relu(), graph.node("product", new Linear(), x, w, bias)));
        for (Target target : List.of(Target.WIDE, Target.NARROW)) {
            Plan plan = Plan.of(graph.build(), Options.of(target));
            assertThat(plan.program()).contains("lane < last");
            assertThat(check(graph.build(), TestPlatforms.device(platform), Options.of(target)))
                    .allMatch(Verdict::passed);
        }
    }

    /** Scans are written out, time after time. */
    @Test
    void recurrentLayersAreWithinTheirBounds() {
        GraphBuilder graph = new GraphBuilder("recurrent");
        Value x = graph.input("x", TensorType.float32(4, 2, 5));
        for (Operator layer : List.of(new Rnn(), new Gru(), new Lstm())) {
            String name = layer.name();
            int gates = layer instanceof Rnn ? 1 : layer instanceof Gru ? 3 : 4;
            Value w = graph.weight(name + ".w", 1, 3 * gates, 5);
            Value r = graph.weight(name + ".r", 1, 3 * gates, 3);
            Value bias = graph.weight(name + ".bias", 1, 2 * 3 * gates);
            graph.node(name, layer, List.of(x, w, r, bias)).forEach(graph::output);
        }
        assertThat(check(RandomWeights.fill(graph.build(), 4), TestPlatforms.device(TestPlatforms.POCL)))
                .allMatch(Verdict::passed);
    }

    @Test
    void aWrongKernelIsCaughtAtTheNodeThatRanIt() {
        Plan right = Plan.of(EveryKind.graph(), Options.of(Target.GENERAL));
        String program = right.program();
        assertThat(program).contains("in_channel < 5");
        Plan wrong = new Plan(
                right.graph(),
                right.options(),
                program.replaceFirst("in_channel < 5", "in_channel < 4"),
                right.stages(),
                right.slotBytes(),
                right.places(),
                right.sumOfActivations());
        try (Execution execution = new Execution(wrong, TestPlatforms.device(TestPlatforms.POCL))) {
            List<Verdict> verdicts = CrossCheck.run(execution, Inputs.random(right.graph(), 3), (_, _) -> {});
            assertThat(verdicts.stream()
                            .filter(verdict -> !verdict.passed())
                            .map(verdict -> verdict.stage().name()))
                    .containsExactly("lrn");
        }
    }

    @Test
    void aBuiltProgramRunsAsItsSourceDoes() {
        Graph graph = EveryKind.graph();
        Plan plan = Plan.of(graph, Options.of(Target.WIDE));
        Map<Value, Tensor> inputs = Inputs.random(graph, 2);
        byte[] binary;
        Map<Value, float[]> expected;
        try (Execution execution = new Execution(plan, TestPlatforms.device(TestPlatforms.POCL))) {
            binary = execution.binary();
            expected = execution.run(inputs);
        }
        try (Execution execution = Execution.ofBinary(plan, TestPlatforms.device(TestPlatforms.POCL), binary)) {
            execution.run(inputs).forEach((value, found) -> assertThat(found).isEqualTo(expected.get(value)));
        }
    }

    @Test
    void buffersAreSharedAndNoLiveValueIsOverwritten() {
        Graph graph = RandomWeights.fill(Networks.named("resnet18").build(Shape.of(1, 3, 32, 32), 10), 1);
        Plan plan = Plan.of(graph, Options.of(Target.WIDE));
        assertThat(plan.activationBytes()).isLessThan(plan.sumOfActivations() / 2);
        assertThat(check(graph, TestPlatforms.device(TestPlatforms.POCL))).allMatch(Verdict::passed);
    }

    private static List<Verdict> check(Graph graph, OpenClDevice device) {
        return check(graph, device, Options.of(Target.of(device.description())));
    }

    private static List<Verdict> check(Graph graph, OpenClDevice device, Options options) {
        try (Execution execution = new Execution(Plan.of(graph, options), device)) {
            return CrossCheck.run(execution, Inputs.random(graph, 7), (_, _) -> {});
        }
    }

    @Test
    void aRunGivesTheSameNumbersWhetherTimedOrNot() {
        Graph graph = EveryKind.graph();
        Map<Value, Tensor> inputs = Inputs.random(graph, 9);
        OpenClDevice device = TestPlatforms.device(TestPlatforms.POCL);
        try (Execution execution = new Execution(Plan.of(graph, Options.of(Target.WIDE)), device)) {
            Map<Value, float[]> first = execution.run(inputs);
            List<Long> times = new ArrayList<>();
            Map<Value, float[]> timed = execution.run(inputs, (_, nanoseconds) -> times.add(nanoseconds));
            Map<Value, float[]> stepwise = execution.runStepwise(inputs, (_, _) -> {});
            first.forEach((value, expected) -> {
                assertThat(timed.get(value)).isEqualTo(expected);
                assertThat(stepwise.get(value)).isEqualTo(expected);
            });
            assertThat(times).hasSameSizeAs(execution.plan().stages()).allMatch(time -> time >= 0);
        }
    }

    @Test
    void theRoofsOfADeviceArePositiveAndFinite() {
        Peaks peaks = Peaks.of(TestPlatforms.device(TestPlatforms.POCL), ProgramCache.NONE);
        assertThat(peaks.flopPerSecond()).isBetween(1e8, 1e16);
        assertThat(peaks.bytesPerSecond()).isBetween(1e8, 1e14);
    }
}
