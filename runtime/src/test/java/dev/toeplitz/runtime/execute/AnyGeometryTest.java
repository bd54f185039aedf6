package dev.toeplitz.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.opencl.ChildJvm;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.TestPlatforms;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kernel against the reference on random geometries, each element within its bound; a failure names its seed. */
class AnyGeometryTest {
    private static final int AT_ONCE = 250;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void everyGeometryIsWithinItsBounds(int batch) {
        List<Options> ways = EveryWay.list();
        assertWithinBounds(TestPlatforms.POCL, ways.get(batch % ways.size()), 1000L * batch, AT_ONCE);
    }

    /** As for a GPU. */
    @Test
    void inBlocksToo() {
        assertWithinBounds(TestPlatforms.POCL, Options.of(Target.BLOCKS), 9_000, 20);
        assertWithinBounds(TestPlatforms.POCL, Options.of(Target.BLOCKS).half(), 9_500, 3);
    }

    /** With the kernels that it is given; it takes minutes to compile the tiles, which {@link ExecutionTest} has it do for some. */
    @Test
    void onRusticlToo() {
        Target own = Target.of(TestPlatforms.device(TestPlatforms.RUSTICL).description());
        assertThat(own.groupItems()).isPositive();
        assertWithinBounds(TestPlatforms.RUSTICL, Options.of(own), 10_000, 30);
        assertWithinBounds(TestPlatforms.RUSTICL, Options.of(own).half(), 10_500, 10);
    }

    /** Its check for uninitialized memory is off, as for the self-test: it does not know an instruction of its own compiler. */
    @Test
    void onOclgrindWithoutARaceAStrayAccessOrAWrongCall() throws IOException, InterruptedException {
        TestPlatforms.device(TestPlatforms.OCLGRIND);
        ChildJvm child = ChildJvm.run(
                GeometriesUnderOclgrind.class,
                Map.of("OCLGRIND_CHECK_API", "1", "OCLGRIND_DATA_RACES", "1"),
                List.of("--enable-native-access=ALL-UNNAMED"),
                "12");
        // Its compiler counts warnings that it was told not to print.
        assertThat(child.err().lines().filter(line -> !line.matches("\\d+ warnings? generated\\.")))
                .isEmpty();
        assertThat(child.out()).contains("all within their bounds");
    }

    static void assertWithinBounds(String platform, Options options, long firstSeed, int count) {
        OpenClDevice device = TestPlatforms.device(platform);
        Beside all = new Beside();
        Map<String, Long> seeds = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Graph graph = AnyGeometry.of(firstSeed + i);
            all.add(graph);
            seeds.put("g" + i, firstSeed + i);
        }
        Graph graph = all.graph();
        try (Execution execution = new Execution(Plan.of(graph, options), device)) {
            List<String> failed = CrossCheck.run(execution, Inputs.random(graph, 7), (_, _) -> {}).stream()
                    .filter(verdict -> !verdict.passed())
                    .map(verdict -> told(verdict, seeds))
                    .toList();
            assertThat(failed).as(options.toString()).isEmpty();
        }
    }

    private static String told(Verdict verdict, Map<String, Long> seeds) {
        String name = verdict.stage().name();
        return "seed %d, %s, %s: element %d is %s, reference %s, bound %s"
                .formatted(
                        seeds.get(name.substring(0, name.indexOf('.'))),
                        verdict.stage().operators(),
                        verdict.stage().nodes(),
                        verdict.element(),
                        verdict.found(),
                        verdict.expected(),
                        verdict.bound());
    }
}
