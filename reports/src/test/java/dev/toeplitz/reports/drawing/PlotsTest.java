package dev.toeplitz.reports.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.reports.drawing.BarPicture.Panel;
import dev.toeplitz.reports.drawing.PointPicture.Point;
import dev.toeplitz.reports.drawing.PointPicture.Series;
import dev.toeplitz.reports.drawing.PointPicture.Shape;
import java.awt.geom.Rectangle2D;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class PlotsTest {
    private static final Pattern LABEL = Pattern.compile(
            "<text x=\"([-0-9.]+)\" y=\"([-0-9.]+)\" text-anchor=\"start\" font-size=\"11\"[^>]*>(p\\d+)<");

    @Test
    void axesEndAtRoundFiguresAndSpanTheirValues() {
        Axis linear = Axis.linear("x", DoubleStream.of(3, 87));
        assertThat(linear.ticks()).startsWith(0.0).endsWith(linear.most()).contains(20.0);
        assertThat(linear.most()).isEqualTo(90);
        Axis logarithmic = Axis.logarithmic("x", DoubleStream.of(4e8, 2e10));
        assertThat(logarithmic.least()).isEqualTo(3e8, org.assertj.core.api.Assertions.within(1.0));
        assertThat(logarithmic.most()).isGreaterThanOrEqualTo(2e10);
        assertThat(logarithmic.share(logarithmic.least())).isZero();
        assertThat(logarithmic.share(logarithmic.most())).isEqualTo(1);
    }

    @Test
    void labelsLieNeitherOverEachOtherNorOutside() {
        List<Point> points = IntStream.range(0, 12)
                .mapToObj(i -> new Point(50 + i % 4, 50 + i / 4, 5, "p" + i))
                .toList();
        String svg = new PointPicture(
                        "crowd",
                        Axis.linear("x", DoubleStream.of(100)),
                        Axis.linear("y", DoubleStream.of(100)),
                        List.of(new Series("", Shape.POINTS, points)),
                        List.of())
                .svg();
        List<Rectangle2D> labels = new ArrayList<>();
        for (MatchResult each : LABEL.matcher(svg).results().toList()) {
            double x = Double.parseDouble(each.group(1));
            double y = Double.parseDouble(each.group(2));
            labels.add(new Rectangle2D.Double(x, y - 9, 6 * each.group(3).length(), 11));
        }
        assertThat(labels).hasSize(12);
        for (Rectangle2D label : labels) {
            assertThat(labels.stream().filter(label::intersects)).containsExactly(label);
        }
    }

    @Test
    void namesFromFilesDoNoHarm() throws Exception {
        String name = "<script>alert('&\"')</script>";
        String bars = new BarPicture(name, List.of(name), List.of(new Panel(name, List.of(1.0), List.of(name)))).svg();
        assertThat(bars).doesNotContain("<script");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(bars)))
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
    }
}
