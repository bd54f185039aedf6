package dev.toeplitz.reports.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.reports.Reports;
import dev.toeplitz.reports.markdown.MarkdownComparison;
import dev.toeplitz.reports.model.Comparison.Line;
import dev.toeplitz.reports.terminal.ComparisonText;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final Report tpu = Reports.of("alexnet", "tpu-v1");
    private final Report gemmini = Reports.of("alexnet", "gemmini-16x16");
    private final Comparison comparison = Comparison.of(List.of(tpu, gemmini));

    private Line figure(String name) {
        return comparison.figures().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void figuresAreTheReportsAndTheFasterIsTheBest() {
        Line latency = figure("latency");
        assertThat(latency.values())
                .containsExactly(tpu.totals().seconds(), gemmini.totals().seconds());
        int faster = tpu.totals().seconds() < gemmini.totals().seconds() ? 0 : 1;
        assertThat(latency.isBest(faster)).isTrue();
        assertThat(latency.isBest(1 - faster)).isFalse();
        assertThat(latency.ratio(1))
                .isEqualTo(gemmini.totals().seconds() / tpu.totals().seconds());
    }

    @Test
    void whatIsTheSameIsNoDifferenceAndHasNoBest() {
        assertThat(figure("MACs").differs()).isFalse();
        assertThat(figure("MACs").isBest(0)).isFalse();
    }

    @Test
    void layersAreJoinedByNameAndOthersLeftOut() {
        assertThat(comparison.layers()).hasSameSizeAs(tpu.layers());
        Report vgg = Reports.of("squeezenet1.1", "tpu-v1");
        Comparison mixed = Comparison.of(List.of(tpu, vgg));
        assertThat(mixed.layers()).hasSizeLessThan(tpu.layers().size());
        assertThat(mixed.layers()).allMatch(line -> line.values().stream().noneMatch(value -> value == null));
    }

    @Test
    void theBestIsEmphasizedInTextAndMarkdown() {
        String text = ComparisonText.write(comparison, cell -> "[" + cell.strip() + "]");
        assertThat(text).containsPattern("latency +\\[.* \\*\\]");
        assertThat(ComparisonText.write(comparison, UnaryOperator.identity())).doesNotContain("[");
        assertThat(MarkdownComparison.write(comparison))
                .startsWith("| | alexnet on tpu-v1 | alexnet on gemmini-16x16 |")
                .containsPattern("\\| latency \\| .*\\*\\*");
    }
}
