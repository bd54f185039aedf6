package dev.toeplitz.reports.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.reports.Reports;
import dev.toeplitz.reports.drawing.Drawing.Box;
import dev.toeplitz.reports.drawing.Drawing.Line;
import dev.toeplitz.reports.model.Report;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayeredDrawingTest {
    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "resnet152", "densenet201", "googlenet", "nasnet-a-mobile"})
    void everyRowHasABoxAndNoTwoOverlap(String network) {
        Report report = Reports.of(network, "tpu-v1");
        List<Box> boxes = LayeredDrawing.of(report).boxes();
        assertThat(boxes)
                .hasSize(report.layers().size() + report.network().inputs().size());
        for (Box one : boxes) {
            assertThat(boxes).noneMatch(other -> other != one && overlap(one, other));
        }
    }

    private static boolean overlap(Box one, Box other) {
        return one.x() < other.x() + other.width()
                && other.x() < one.x() + one.width()
                && one.y() < other.y() + other.height()
                && other.y() < one.y() + one.height();
    }

    @Test
    void everyLineGoesFromTheBoxThatIsReadToItsReaderByRightAngles() {
        Report report = Reports.of("googlenet", "tpu-v1");
        Drawing drawing = LayeredDrawing.of(report);
        long reads =
                report.layers().stream().mapToLong(row -> row.reads().size()).sum();
        assertThat(drawing.lines()).hasSize((int) reads);
        for (Line line : drawing.lines()) {
            List<Integer> points = line.points();
            Box from = box(drawing, line.from());
            Box to = box(drawing, line.to());
            assertThat(points.getFirst()).isEqualTo(from.x() + from.width());
            assertThat(points.get(points.size() - 2)).isEqualTo(to.x());
            for (int i = 2; i < points.size(); i += 2) {
                boolean level = points.get(i + 1).equals(points.get(i - 1));
                boolean upright = points.get(i).equals(points.get(i - 2));
                assertThat(level || upright).isTrue();
            }
        }
    }

    private static Box box(Drawing drawing, int layer) {
        return drawing.boxes().stream()
                .filter(box -> box.layer() == layer)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSameReportIsDrawnTheSameTwice() {
        Report report = Reports.of("squeezenet1.1", "tpu-v1");
        assertThat(LayeredDrawing.of(report)).isEqualTo(LayeredDrawing.of(report));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet152", "densenet201", "vgg16"})
    void longNetworksAreWrappedToAboutAPagesWidth(String network) {
        assertThat(LayeredDrawing.of(Reports.of(network, "tpu-v1")).width()).isBetween(800, 1500);
    }
}
