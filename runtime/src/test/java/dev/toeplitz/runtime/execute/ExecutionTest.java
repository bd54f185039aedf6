package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.ArgMax;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.ConvTranspose;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.Gru;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.op.Lstm;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Pad;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Rnn;
import dev.toeplitz.graph.op.Softmax;
import dev.toeplitz.graph.op.Split;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.runtime.DeviceException;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.Device.Limits;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.terms.InputException;
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
    /** Every kind of step, and most operators that networks are made of, in a few small tensors. */
    private static Graph everyKind() {
        GraphBuilder graph = new GraphBuilder("every kind");
        Value x = graph.input("x", TensorType.float32(2, 4, 7, 6));
        Value conv =
                graph.node("conv", Conv.square(3, 2, 1, 2), x, graph.weight("w", 6, 2, 3, 3), graph.weight("b", 6));
        Value normal = graph.node(
                "bn",
                new BatchNorm(1e-5),
                conv,
                graph.weight("gamma", 6),
                graph.weight("beta", 6),
                graph.weight("bn.mean", 6),
                graph.weight("variance", 6));
        Value relu = graph.node("relu", new Relu(), normal);
        Value lrn = graph.node("lrn", new Lrn(5, 1e-2, 0.75, 1), relu);
        Value max = graph.node("max", Pool.max(3, 1, 1, false), lrn);
        Value mean = graph.node(
                "mean", new Pool(Fold.MEAN, List.of(Window.of(2, 1, 1), Window.of(3, 2, 1)), true, true), relu);
        Value padded = graph.node("pad", new Pad(Pad.Mode.REFLECT, List.of(0, 0, 1, 2), List.of(0, 0, 2, 1), 0), max);
        List<Value> parts = graph.node("split", new Split(1, List.of(2, 4)), List.of(padded));
        Value joined = graph.node("concat", new Concat(1), parts.get(1), parts.get(0), padded);
        Value turned = graph.node("transpose", new Transpose(List.of(0, 2, 3, 1)), joined);
        Value tanh = graph.node("tanh", new Tanh(), turned);
        Value pooled = graph.node("global", new GlobalPool(Fold.MEAN), mean);
        Value flat = graph.node("flat", new Reshape(Shape.of(2, 6)), pooled);
        Value fc = graph.node("fc", new Linear(), flat, graph.weight("fc.w", 5, 6), graph.weight("fc.b", 5));
        graph.output(graph.node("prob", new Softmax(1, 1), fc));
        graph.output(graph.node("sum", new Add(), tanh, tanh));
        return RandomWeights.fill(graph.build(), 11);
    }

    @ParameterizedTest
    @ValueSource(strings = {TestPlatforms.POCL, TestPlatforms.RUSTICL, TestPlatforms.OCLGRIND})
    void everyNodeIsWithinItsBoundOnEachPlatform(String platform) {
        OpenClDevice device = TestPlatforms.device(platform);
        for (Options options : EveryWay.list()) {
            assertThat(check(everyKind(), device, options))
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
        Plan right = Plan.of(everyKind(), Options.of(Target.GENERAL));
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

    /** As when a device is lost: what the driver says of a kernel that it will not start is told with the node. */
    @Test
    void aKernelThatTheDriverRefusesInMidRunIsToldWithItsNode() {
        Plan right = Plan.of(everyKind(), Options.of(Target.WIDE));
        String one = "reqd_work_group_size(1, 1, 1)";
        int last = right.program().lastIndexOf(one);
        Plan wrong = new Plan(
                right.graph(),
                right.options(),
                right.program().substring(0, last)
                        + one.replace("(1,", "(2,")
                        + right.program().substring(last + one.length()),
                right.stages(),
                right.slotBytes(),
                right.places(),
                right.sumOfActivations());
        try (Execution execution = new Execution(wrong, TestPlatforms.device(TestPlatforms.POCL))) {
            Map<Value, Tensor> inputs = Inputs.random(right.graph(), 3);
            assertThatThrownBy(() -> execution.run(inputs))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageMatching("node '\\w+': starting k\\d+ on .*: CL_INVALID_WORK_GROUP_SIZE; the device .*");
        }
    }

    @Test
    void positionsAreNotStoredInHalves() {
        GraphBuilder graph = new GraphBuilder("position");
        Value x = graph.input("x", TensorType.float32(1, 4));
        graph.output(graph.node("best", new ArgMax(1, false, false), x));
        assertThatThrownBy(() -> Plan.of(graph.build(), Options.of(Target.WIDE).half()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("best")
                .hasMessageContaining("is of type INT64; expected floating-point numbers");
    }

    @Test
    void aBuiltProgramRunsAsItsSourceDoes() {
        Graph graph = everyKind();
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
    void aBuiltProgramOfAnotherPlanIsRefused() {
        byte[] binary;
        try (Execution execution = new Execution(
                Plan.of(everyKind(), Options.of(Target.GENERAL)), TestPlatforms.device(TestPlatforms.POCL))) {
            binary = execution.binary();
        }
        Plan other = Plan.of(Networks.named("lenet5").build(), Options.of(Target.GENERAL));
        Plan filled = Plan.of(RandomWeights.fill(other.graph(), 1), Options.of(Target.GENERAL));
        assertThatThrownBy(() -> Execution.ofBinary(filled, TestPlatforms.device(TestPlatforms.POCL), binary)
                        .close())
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("the plan binds");
    }

    @Test
    void buffersAreSharedAndNoLiveValueIsOverwritten() {
        Graph graph = RandomWeights.fill(Networks.named("resnet18").build(Shape.of(1, 3, 32, 32), 10), 1);
        Plan plan = Plan.of(graph, Options.of(Target.WIDE));
        assertThat(plan.activationBytes()).isLessThan(plan.sumOfActivations() / 2);
        assertThat(check(graph, TestPlatforms.device(TestPlatforms.POCL))).allMatch(Verdict::passed);
    }

    @Test
    void anInputOfAnotherShapeIsRefusedByName() {
        Graph graph = everyKind();
        try (Execution execution =
                new Execution(Plan.of(graph, Options.of(Target.WIDE)), TestPlatforms.device(TestPlatforms.POCL))) {
            Map<Value, Tensor> wrong =
                    Map.of(graph.inputs().getFirst(), new Tensor.Filled(TensorType.float32(1, 4, 7, 6), 0));
            assertThatThrownBy(() -> execution.run(wrong))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("input 'x' is of shape 1x4x7x6; expected shape 2x4x7x6");
        }
    }

    @Test
    void missingWeightsAreSaidToBeMissing() {
        Graph open = Networks.named("lenet5").build();
        assertThatThrownBy(() ->
                        new Execution(Plan.of(open, Options.of(Target.WIDE)), TestPlatforms.device(TestPlatforms.POCL)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the weights of this network are not given");
    }

    @Test
    void aDeviceWithTooLittleMemoryIsRefusedBeforeAnythingIsAllocated() {
        OpenClDevice real = TestPlatforms.device(TestPlatforms.POCL);
        Device d = real.description();
        Limits l = d.limits();
        Limits little = new Limits(
                l.computeUnits(),
                l.clockMegahertz(),
                1000,
                l.localBytes(),
                l.allocationBytes(),
                l.workItems(),
                l.groupExtent());
        Device small = new Device(d.index(), d.name(), d.vendor(), d.type(), d.software(), little, d.features());
        assertThatThrownBy(() -> new Execution(
                        Plan.of(everyKind(), Options.of(Target.WIDE)),
                        new OpenClDevice(small, real.platform(), real.handle())))
                .isInstanceOf(DeviceException.class)
                .hasMessageMatching(
                        "every kind needs [\\d,]+ bytes on a device, and .* has 1,000; take a smaller batch.*");
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
    void aProgramThatDoesNotCompileIsToldWithTheCompilersLogAndNothingIsLeftOpen() {
        Plan right = Plan.of(everyKind(), Options.of(Target.WIDE));
        Plan broken = new Plan(
                right.graph(),
                right.options(),
                right.program() + "nonsense",
                right.stages(),
                right.slotBytes(),
                right.places(),
                right.sumOfActivations());
        assertThatThrownBy(() -> new Execution(broken, TestPlatforms.device(TestPlatforms.POCL)))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("program does not compile on ")
                .hasMessageContaining("nonsense")
                .hasNoSuppressedExceptions();
    }

    @Test
    void aRunGivesTheSameNumbersWhetherTimedOrNot() {
        Graph graph = everyKind();
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
