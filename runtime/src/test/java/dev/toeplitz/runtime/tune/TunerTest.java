package dev.toeplitz.runtime.tune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.HardSwish;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.CrossCheck;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Plan.PlannedLaunch;
import dev.toeplitz.runtime.plan.Plan.PlannedStage;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.runtime.plan.Tunable;
import dev.toeplitz.runtime.plan.Tuning;
import dev.toeplitz.runtime.plan.Variant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tuning on PoCL. */
class TunerTest {
    private final OpenClDevice device = TestPlatforms.device(TestPlatforms.POCL);
    private final Options options = Options.of(Target.of(device.description()));
    private final Graph graph = convolution();

    private static Graph convolution() {
        GraphBuilder graph = new GraphBuilder("convolution");
        Value x = graph.input("x", TensorType.float32(1, 16, 28, 28));
        Window window = Window.of(3, 1, 1);
        Value w = graph.weight("w", 24, 16, 3, 3);
        Value mapped = graph.node("in", new HardSwish(), x);
        Value y = graph.node("conv", new Conv(List.of(window, window), 1), mapped, w, graph.weight("b", 24));
        graph.output(graph.node("relu", new Relu(), y));
        return RandomWeights.fill(graph.build(), 1);
    }

    private Tunable only() {
        return Tunable.of(graph, options).getFirst();
    }

    /** With fewer variants than any effort takes, so that the test is short. */
    private static Tunable narrowed(Tunable all, Variant estimate, Variant... others) {
        return new Tunable(
                all.stage(), all.layer(), all.times(), all.loops(), all.task(), estimate, List.of(List.of(others)));
    }

    @Test
    void whatWinsIsOneOfTheVariantsAndWithinItsBound() {
        Tunable tunable = only();
        Found found = new Tuner(graph, options, device, Effort.QUICK).tune(tunable);
        assertThat(found.task()).isEqualTo(tunable.task());
        assertThat(tunable.variants()).anyMatch(ofOne -> ofOne.contains(found.best()));
        assertThat(found.tried()).isGreaterThan(3);
        assertThat(found.wrong()).isEmpty();
        assertThat(found.bestNanoseconds()).isLessThanOrEqualTo(found.estimateNanoseconds());
        Plan plan = Plan.of(graph, options, Tuning.NONE.with(found.task(), found.best()));
        try (Execution execution = new Execution(plan, device)) {
            assertThat(CrossCheck.run(execution, Inputs.random(graph, 7), (_, _) -> {}))
                    .allMatch(Verdict::passed);
        }
    }

    /** Runs take what the test says, so that who wins is not a matter of how busy the machine is. */
    private Tuner tuner(Tuner.Plans plans, Variant fast) {
        return new Tuner(
                graph, options, device, Effort.QUICK, plans, (variant, _) -> variant.equals(fast) ? 500 : 1000);
    }

    private Plan plan(Tunable tunable, Variant variant) {
        return Plan.alone(graph, options, Tuning.NONE.with(tunable.task(), variant), tunable.stage());
    }

    @Test
    void aPoorEstimateLoses() {
        Variant poor = Variant.parse("tile cols=1 vectors=1 items=48 order=1 pack=1");
        Variant better = Variant.parse("tile cols=4 vectors=3 items=48 order=1 pack=1");
        Found found = tuner(this::plan, better).tune(narrowed(only(), poor, poor, better));
        assertThat(found.best()).isEqualTo(better);
        assertThat(found.regret()).isEqualTo(1);
        assertThat(found.estimateNanoseconds()).isEqualTo(1000);
        assertThat(found.bestNanoseconds()).isEqualTo(500);
        assertThat(found.tried()).isEqualTo(2);
    }

    /** It computes one work-item's share of the result, in memory that may still hold what the same kernel computed whole. */
    @Test
    void whatIsFastAndWrongNeverWinsAndIsReported() {
        Variant right = Variant.parse("tile cols=1 vectors=1 items=48 order=1 pack=1");
        Variant wrong = Variant.parse("tile cols=4 vectors=3 items=48 order=1 pack=1");
        Tuner.Plans plans = (tunable, variant) -> {
            Plan plan = plan(tunable, variant);
            return variant.equals(wrong) ? lazy(plan) : plan;
        };
        assertThat(tuner(this::plan, wrong)
                        .tune(narrowed(only(), right, right, wrong))
                        .wrong())
                .isEmpty();
        Found found = tuner(plans, wrong).tune(narrowed(only(), right, right, wrong));
        assertThat(found.wrong()).containsExactly(wrong);
        assertThat(found.best()).isEqualTo(right);
    }

    private static Plan lazy(Plan plan) {
        return new Plan(
                plan.graph(),
                plan.options(),
                plan.program(),
                plan.stages().stream().map(TunerTest::lazy).toList(),
                plan.slotBytes(),
                plan.places(),
                plan.sumOfActivations());
    }

    private static PlannedStage lazy(PlannedStage stage) {
        List<PlannedLaunch> launches = stage.launches().stream()
                .map(launch ->
                        new PlannedLaunch(launch.kernel(), launch.bindings(), 1, launch.groupItems(), launch.once()))
                .toList();
        return new PlannedStage(stage.stage(), launches, stage.choices(), stage.filtered());
    }

    /** A kernel that the device's compiler refuses is left out like any other that cannot be had. */
    @Test
    void whatDoesNotCompileIsLeftOut() {
        Variant fine = Variant.parse("tile cols=4 vectors=3 items=48 order=1 pack=1");
        Variant broken = Variant.parse("tile cols=4 vectors=2 items=48 order=1 pack=1");
        Tuner.Plans plans = (tunable, variant) -> {
            Plan plan = plan(tunable, variant);
            return variant.equals(broken)
                    ? new Plan(
                            plan.graph(),
                            plan.options(),
                            plan.program() + "this is no OpenCL C",
                            plan.stages(),
                            plan.slotBytes(),
                            plan.places(),
                            plan.sumOfActivations())
                    : plan;
        };
        Found found = tuner(plans, broken).tune(narrowed(only(), fine, fine, broken));
        assertThat(found.best()).isEqualTo(fine);
        assertThat(found.tried()).isEqualTo(1);
    }

    @Test
    void aWholeNetworkIsTimedSideBySide() {
        Tuning tuning = Tuning.NONE.with(only().task(), Variant.parse("tile cols=1 vectors=1 items=48 order=1 pack=1"));
        SideBySide both = SideBySide.of(graph, options, tuning, device, Effort.QUICK);
        assertThat(both.pairs()).isBetween(2 * Effort.QUICK.pairs(), 100);
        assertThat(both.least()).isPositive();
        assertThat(Stream.of(both.least(), both.ratio(), both.most())).isSorted();
        assertThat(both.estimateNanoseconds()).isPositive();
        assertThat(both.tunedNanoseconds()).isPositive();
    }
}
