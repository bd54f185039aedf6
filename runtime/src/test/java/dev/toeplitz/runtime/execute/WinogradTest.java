package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.HardSwish;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Options.Convolution;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Plan.Choice;
import dev.toeplitz.runtime.plan.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Convolutions by Winograd's algorithm against the reference, within that algorithm's own bound. */
class WinogradTest {
    private static Graph convolution(int batch, int channels, int filters, int rows, int cols, int padding) {
        GraphBuilder graph = new GraphBuilder("convolution");
        Value x = graph.input("x", TensorType.float32(batch, channels, rows, cols));
        Window window = Window.of(3, 1, padding);
        Value w = graph.weight("w", filters, channels, 3, 3);
        // An input lies as it is given, row-major; what is computed lies channels-last.
        Value mapped = graph.node("in", new HardSwish(), x);
        Value y = graph.node("conv", new Conv(List.of(window, window), 1), mapped, w, graph.weight("b", filters));
        graph.output(graph.node("relu", new Relu(), y));
        return RandomWeights.fill(graph.build(), 1);
    }

    private static List<String> chosen(Plan plan) {
        return plan.stages().stream()
                .flatMap(stage -> stage.choices().stream())
                .filter(choice -> choice.step().startsWith("contract"))
                .map(Choice::chosen)
                .toList();
    }

    private static Options options(Convolution convolution) {
        return Options.of(Target.of(TestPlatforms.device(TestPlatforms.POCL).description()))
                .with(convolution);
    }

    /** Each seed's kernels, of either vectors' width, in one program. */
    @ParameterizedTest
    @CsvSource({"WINOGRAD2, 0, 30", "WINOGRAD4, 1000, 30", "WINOGRAD, 2000, 20"})
    void anyGeometryIsWithinItsBound(Convolution convolution, long firstSeed, int count) {
        assertWithinBounds(TestPlatforms.POCL, options(convolution), firstSeed, count);
    }

    @Test
    void avx512sVectorsToo() {
        assertWithinBounds(TestPlatforms.POCL, Options.of(Target.WIDE).with(Convolution.WINOGRAD), 3000, 6);
    }

    static void assertWithinBounds(String platform, Options options, long firstSeed, int count) {
        OpenClDevice device = TestPlatforms.device(platform);
        Beside all = new Beside();
        for (int i = 0; i < count; i++) {
            all.add(AnyGeometry.filtering(firstSeed + i));
        }
        Graph graph = all.graph();
        Plan plan = Plan.of(graph, options);
        assertThat(chosen(plan).stream().filter(name -> name.startsWith("winograd")))
                .hasSize(count);
        try (Execution execution = new Execution(plan, device)) {
            assertThat(CrossCheck.run(execution, Inputs.random(graph, 7), (_, _) -> {}))
                    .allSatisfy(verdict -> assertThat(verdict.passed())
                            .as("seeds from %d, %s", firstSeed, verdict)
                            .isTrue());
        }
    }

    /** One pixel, one channel, tiles that end outside, prime extents, more panels than fit local memory, three pictures. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1, 1",
        "1, 1, 1, 3, 3, 0",
        "3, 17, 33, 13, 7, 1",
        "3, 64, 64, 14, 14, 1",
        "1, 3, 8, 31, 37, 1",
        "1, 512, 24, 7, 7, 1",
        "2, 8, 130, 5, 29, 2"
    })
    void awkwardSizesAreWithinTheirBounds(int batch, int channels, int filters, int rows, int cols, int padding) {
        Graph graph = convolution(batch, channels, filters, rows, cols, padding);
        for (Convolution way : List.of(Convolution.WINOGRAD2, Convolution.WINOGRAD4)) {
            assertThat(check(Plan.of(graph, options(way))))
                    .allSatisfy(verdict -> assertThat(verdict.passed())
                            .as(way + ": " + verdict)
                            .isTrue());
        }
    }

    private static List<Verdict> check(Plan plan) {
        try (Execution execution = new Execution(plan, TestPlatforms.device(TestPlatforms.POCL))) {
            return CrossCheck.run(execution, Inputs.random(plan.graph(), 7), (_, _) -> {});
        }
    }

    /** The bound is no blanket: a factor that is off by a thousandth is found. */
    @Test
    void aFactorThatIsAThousandthOffIsCaught() {
        Plan right = Plan.of(convolution(1, 16, 16, 14, 14, 1), options(Convolution.WINOGRAD4));
        assertThat(right.program()).contains("-5.0f");
        Plan wrong = new Plan(
                right.graph(),
                right.options(),
                right.program().replace("-5.0f", "-5.005f"),
                right.stages(),
                right.slotBytes(),
                right.places(),
                right.sumOfActivations());
        assertThat(check(right)).allMatch(Verdict::passed);
        assertThat(check(wrong)).anyMatch(verdict -> !verdict.passed());
    }

    @Test
    void aLargeLayerTakesItByItselfAndALayerOfFewChannelsDoesNot() {
        Options auto = options(Convolution.AUTO);
        assertThat(chosen(Plan.of(convolution(1, 64, 64, 56, 56, 1), auto))).containsExactly("winograd 4 × 4");
        assertThat(chosen(Plan.of(convolution(1, 3, 64, 56, 56, 1), auto))).containsExactly("tile");
        assertThat(chosen(Plan.of(convolution(1, 64, 64, 56, 56, 1), options(Convolution.IMPLICIT))))
                .containsExactly("tile");
    }

    /** (636 + 19) · 2⁻²⁴ · 256 is the last below a hundredth. */
    @ParameterizedTest
    @CsvSource({
        "636, WINOGRAD4, winograd 4 × 4",
        "637, WINOGRAD4, tile",
        "637, WINOGRAD2, winograd 2 × 2",
        "637, WINOGRAD, winograd 2 × 2"
    })
    void manyChannelsAreNotSummedWithLessThanTwoDigitsPromised(int channels, Convolution way, String chosen) {
        assertThat(chosen(Plan.of(convolution(1, channels, 8, 4, 4, 1), options(way))))
                .containsExactly(chosen);
    }

    /** Of every tile the plan tells the check, which takes that tile's bound. */
    @ParameterizedTest
    @EnumSource(Winograd.class)
    void thePlanTellsWhichContractionsRoundMore(Winograd form) {
        Convolution way = form == Winograd.TWO ? Convolution.WINOGRAD2 : Convolution.WINOGRAD4;
        Plan plan = Plan.of(convolution(1, 8, 8, 8, 8, 1), options(way));
        assertThat(plan.stages().getLast().filtered().values()).containsExactly(form);
    }
}
