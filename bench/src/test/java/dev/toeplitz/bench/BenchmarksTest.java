package dev.toeplitz.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Every benchmark's body runs once, so that it cannot rot. Nothing is timed here. */
class BenchmarksTest {
    @Test
    void theAnalyticBenchmarkRuns() {
        AnalyticBenchmark benchmark = new AnalyticBenchmark();
        benchmark.network = "resnet50";
        benchmark.hardware = "tpu-v1";
        benchmark.describe();
        assertThat(benchmark.analyticModel().cycles())
                .isEqualTo(benchmark.fromGraph().cycles())
                .isPositive();
    }

    @Test
    void theTimelineBenchmarkRuns() {
        TimelineBenchmark benchmark = new TimelineBenchmark();
        benchmark.network = "resnet50";
        benchmark.hardware = "tpu-v1";
        benchmark.describe();
        assertThat(benchmark.mappedAndRun().cost().cycles())
                .isEqualTo(benchmark.eventLoop().cost().cycles())
                .isPositive();
    }

    @Test
    void theMappingBenchmarkMapsEveryLayerOfEveryDesign() {
        MappingBenchmark benchmark = new MappingBenchmark();
        benchmark.describe();
        assertThat(benchmark.sweep()).isEqualTo((long) MappingBenchmark.DESIGNS * MappingBenchmark.LAYERS);
    }

    @Test
    void theSweepBenchmarkRuns() throws IOException {
        SweepBenchmark benchmark = new SweepBenchmark();
        benchmark.network = "lenet5";
        benchmark.threads = 2;
        benchmark.designs = 256;
        benchmark.describe();
        assertThat(benchmark.grid()).isEqualTo(256);
        benchmark.close();
    }
}
