package dev.toeplitz.reports.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Banks;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.reports.Reports;
import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.model.Report.Lane;
import dev.toeplitz.reports.model.Report.Row;
import dev.toeplitz.reports.model.Report.Slice;
import dev.toeplitz.reports.terminal.TerminalReport;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.LoopNests;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.search.MappingSearch;
import dev.toeplitz.sim.timeline.Span;
import dev.toeplitz.sim.timeline.Timeline;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlayedTest {
    private static long busy(Lane lane, Predicate<Slice> which) {
        return lane.slices().stream().filter(which).mapToLong(Slice::busyCycles).sum();
    }

    private static Lane lane(Report report, String name) {
        return report.timeline().lanes().stream()
                .filter(lane -> lane.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRowBeginsAndEndsWithTheTimelinesOwnSpan() {
        Graph graph = Networks.named("googlenet").build();
        Accelerator machine = Accelerators.load("gemmini-16x16");
        Timeline.Run run = Simulator.play(graph, machine, MappingSearch.forCycles(), new Activity());
        Report report = Reports.played("googlenet", "gemmini-16x16");
        for (Row row : report.layers()) {
            List<Span> spans = run.spans().stream()
                    .filter(span -> span.layer() == row.index())
                    .toList();
            assertThat(row.startCycle())
                    .isEqualTo(spans.stream().mapToLong(Span::begin).min().orElseThrow());
            assertThat(row.endCycle())
                    .isEqualTo(spans.stream().mapToLong(Span::end).max().orElseThrow());
        }
        assertThat(report.layers())
                .as("layers overlap: one begins before the one before it ends")
                .anyMatch(row -> row.index() > 0
                        && row.startCycle()
                                < report.layers().get(row.index() - 1).endCycle());
    }

    @Test
    void lanesOfSeveralCoresAndWaitsForBanksShareOneDram() {
        Accelerator one = Accelerators.load("zu9eg-32x32");
        List<Buffer> narrow = one.buffers().stream()
                .map(each -> each.with(new Banks(1, 1, each.bytesPerCycle())))
                .toList();
        Report report =
                Reports.played("lenet5", one.with(narrow, one.accumulators()).withCores(2));
        List<String> names = report.timeline().lanes().stream().map(Lane::name).toList();
        assertThat(names)
                .contains("core 1 array", "core 2 array", "core 1 buffer banks")
                .endsWith("DRAM");
        long engines = report.timeline().lanes().stream()
                .filter(lane -> lane.name().endsWith("DMA"))
                .mapToLong(Lane::busyCycles)
                .sum();
        assertThat((double) lane(report, "DRAM").busyCycles()).isCloseTo(engines, within(6.0));
        assertThat(TerminalReport.write(report)).contains("b buffer banks").containsPattern("b +\\d");
        assertThat(report.totals().stallCycles()).containsKey("buffer banks");
    }

    @Test
    void byTheClosedFormLayersStandOneAfterTheOther() {
        long now = 0;
        for (Row row : Reports.of("googlenet", "tpu-v1").layers()) {
            assertThat(row.startCycle()).isEqualTo(now);
            now += row.cycles();
            assertThat(row.endCycle()).isEqualTo(now);
        }
    }

    /** LeNet-5 is shown stretch by stretch, ResNet-152 layer by layer. */
    @ParameterizedTest
    @CsvSource({"lenet5,tpu-v1,true", "resnet152,gemmini-16x16,false"})
    void slicesLieWithinTheirLayersAndSumToTheirLanes(String network, String accelerator, boolean stretches) {
        Report report = Reports.played(network, accelerator);
        assertThat(report.timeline().stretches()).isEqualTo(stretches);
        for (Lane lane : report.timeline().lanes()) {
            // A slice is rounded to a whole cycle.
            assertThat((double) busy(lane, _ -> true))
                    .isCloseTo(lane.busyCycles(), within(0.5 * (lane.slices().size() + 1)));
            assertThat(lane.busyCycles()).isLessThanOrEqualTo(report.totals().cycles());
            for (Slice slice : lane.slices()) {
                Row row = report.layers().get(slice.layer());
                assertThat(slice.fromCycle()).isBetween(row.startCycle(), slice.toCycle());
                assertThat(slice.toCycle()).isLessThanOrEqualTo(row.endCycle());
                assertThat(slice.busyCycles()).isLessThanOrEqualTo(slice.toCycle() - slice.fromCycle());
            }
        }
        long engines = report.timeline().lanes().stream()
                .filter(lane -> lane.name().endsWith("DMA"))
                .mapToLong(Lane::busyCycles)
                .sum();
        assertThat((double) lane(report, "DRAM").busyCycles()).isCloseTo(engines, within(2.0));
        assertThat(JsonReport.read(JsonReport.write(report)).timeline()).isEqualTo(report.timeline());
    }

    /** The share of PEs that the picture shows is the one that the closed form has by another sum. */
    @ParameterizedTest
    @CsvSource({
        "googlenet,tpu-v1",
        "mobilenet-v1,gemmini-16x16",
        "alexnet,eyeriss-v1",
        "resnet18,nvdla-small",
        "squeezenet1.1,zu9eg-32x32"
    })
    void thePicturesMeanShareIsTheMappingsEfficiency(String network, String accelerator) {
        Accelerator machine = Accelerators.load(accelerator);
        int looked = 0;
        for (LayerCost layer :
                Simulator.simulate(Networks.named(network).build(), machine).layers()) {
            long products = layer.layer().work().stream()
                    .filter(MatrixWork.class::isInstance)
                    .count();
            if (products == 1 && LoopNests.of(layer, machine).isPresent()) {
                assertThat(LoopNests.of(layer, machine).orElseThrow().meanShare())
                        .as(layer.name())
                        .isCloseTo(layer.array().mappingEfficiency(), within(1e-9));
                looked++;
            }
        }
        assertThat(looked).isGreaterThan(5);
    }
}
