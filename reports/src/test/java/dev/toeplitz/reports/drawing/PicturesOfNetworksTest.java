package dev.toeplitz.reports.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.reports.Reports;
import dev.toeplitz.reports.model.Report;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PicturesOfNetworksTest {
    private final Report report = Reports.of("googlenet", "tpu-v1");
    private final long reads =
            report.layers().stream().mapToLong(row -> row.reads().size()).sum();

    @Test
    void theSvgIsWellFormedWithABoxALayerAndALineARead() throws Exception {
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(SvgDrawing.write(report))));
        assertThat(svg.getElementsByTagName("g").getLength())
                .isEqualTo(report.layers().size() + 1);
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo((int) reads);
    }

    @Test
    void theDotFileHasANodeALayerAndAnEdgeARead() {
        String dot = DotDrawing.write(report);
        assertThat(dot.lines().filter(line -> line.matches("  n\\d+ \\[label=\"([^\"\\\\]|\\\\.)*\", .*")))
                .hasSize(report.layers().size());
        assertThat(dot.lines().filter(line -> line.contains(" -> "))).hasSize((int) reads);
    }
}
