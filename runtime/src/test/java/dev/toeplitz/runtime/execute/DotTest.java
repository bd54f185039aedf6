package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Options.Convolution;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Plan.Choice;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.runtime.plan.Tunable;
import dev.toeplitz.runtime.plan.Tuning;
import dev.toeplitz.runtime.plan.Variant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sums that take products in pairs: each is the reference's to the bit, whatever the geometry and the numbers. */
class DotTest {
    @Test
    void everySumIsExact() {
        assertExact(TestPlatforms.POCL, Options.of(Target.NARROW), 0, 100, false);
    }

    @Test
    void onOtherTargetsToo() {
        assertExact(TestPlatforms.POCL, Options.of(Target.WIDE), 1000, 30, false);
        assertExact(TestPlatforms.POCL, Options.of(Target.WIDE).unfused(), 1500, 15, false);
        assertExact(TestPlatforms.POCL, Options.of(Target.NARROW).with(Convolution.IM2COL), 2000, 15, false);
    }

    @Test
    void withZeroPoints() {
        assertExact(TestPlatforms.POCL, Options.of(Target.NARROW), 3000, 40, true);
    }

    /** Where nothing multiplies pairs in one instruction. */
    @Test
    void inPlainArithmetic() {
        Beside all = new Beside();
        Map<Value, Tensor> inputs = drawn(all, 4000, 20, false);
        Plan plan = Plan.of(all.graph(), Options.of(Target.NARROW));
        assertThat(plan.program()).contains("__AVX2__");
        Plan plain = new Plan(
                plan.graph(),
                plan.options(),
                plan.program().replace("__AVX2__", "NEVER_DEFINED"),
                plan.stages(),
                plan.slotBytes(),
                plan.places(),
                plan.sumOfActivations());
        assertExact(plain, TestPlatforms.device(TestPlatforms.POCL), inputs, "plain");
    }

    @Test
    void inEveryTile() {
        OpenClDevice device = TestPlatforms.device(TestPlatforms.POCL);
        Options options = Options.of(Target.NARROW);
        int tried = 0;
        for (long seed = 5000; tried < 25; seed++) {
            AnyIntegers.Drawn drawn = AnyIntegers.of(seed, false);
            for (Tunable tunable : Tunable.of(drawn.graph(), options)) {
                List<Variant> variants = tunable.variants().stream()
                        .flatMap(List::stream)
                        .filter(variant -> variant.candidate().equals("dot"))
                        .toList();
                if (!variants.isEmpty()) {
                    Variant variant = variants.get((int) (seed * 7 % variants.size()));
                    Plan plan = Plan.of(drawn.graph(), options, Tuning.NONE.with(tunable.task(), variant));
                    assertExact(plan, device, drawn.inputs(), "seed %d, %s".formatted(seed, variant));
                    tried++;
                }
            }
        }
    }

    static void assertExact(String platform, Options options, long firstSeed, int count, boolean shifted) {
        Beside all = new Beside();
        Map<Value, Tensor> inputs = drawn(all, firstSeed, count, shifted);
        Plan plan = Plan.of(all.graph(), options);
        long dots = plan.stages().stream()
                .flatMap(stage -> stage.choices().stream())
                .map(Choice::chosen)
                .filter("dot"::equals)
                .count();
        if (!shifted) {
            assertThat(dots).isGreaterThan(count * 3L / 4);
        }
        assertExact(plan, TestPlatforms.device(platform), inputs, "%s from seed %d".formatted(options, firstSeed));
    }

    private static Map<Value, Tensor> drawn(Beside all, long firstSeed, int count, boolean shifted) {
        Map<Value, Tensor> inputs = new HashMap<>();
        for (int i = 0; i < count; i++) {
            AnyIntegers.Drawn drawn = AnyIntegers.of(firstSeed + i, shifted);
            Map<Value, Value> renamed = all.add(drawn.graph());
            drawn.inputs().forEach((value, tensor) -> inputs.put(renamed.get(value), tensor));
        }
        return inputs;
    }

    private static void assertExact(Plan plan, OpenClDevice device, Map<Value, Tensor> inputs, String what) {
        try (Execution execution = new Execution(plan, device)) {
            List<Verdict> verdicts = CrossCheck.run(execution, inputs, (_, _) -> {});
            assertThat(verdicts).as(what).allMatch(verdict -> verdict.passed() && verdict.bound() == 0);
        }
    }
}
