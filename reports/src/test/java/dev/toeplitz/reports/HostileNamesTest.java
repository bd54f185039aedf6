package dev.toeplitz.reports;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.toeplitz.reports.ReportFiles.Format;
import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.markdown.MarkdownComparison;
import dev.toeplitz.reports.model.Comparison;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.terminal.ComparisonText;
import dev.toeplitz.reports.terminal.TerminalReport;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** What a file names can neither act nor hide: not as markup, not as a formula, not as a terminal's command. */
class HostileNamesTest {
    private final Report report = HostileNames.report();

    private String text(Format format) {
        return ReportFiles.text(report, format);
    }

    private static void assertPrintable(String text) {
        assertThat(text.codePoints().filter(point -> point != '\n' && point != '\r'))
                .noneMatch(Character::isISOControl)
                .noneMatch(point -> Character.getType(point) == Character.FORMAT);
    }

    @Test
    void theTerminalGetsPlainLinesOfAHundredColumns() {
        String report = TerminalReport.write(this.report);
        assertPrintable(report);
        assertThat(report.lines())
                .allSatisfy(line ->
                        assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(100));
        Comparison comparison = Comparison.of(List.of(this.report, this.report));
        assertPrintable(ComparisonText.write(comparison, UnaryOperator.identity()));
    }

    @Test
    void thePageHasNoMarkupButItsOwn() {
        String harmless = ReportFiles.text(Reports.of("lenet5", "gemmini-16x16"), Format.HTML);
        String page = text(Format.HTML);
        for (String markup : List.of("<script", "<img", "<!--", "<b>")) {
            assertThat(Pattern.compile(markup).matcher(page).results())
                    .as(markup)
                    .hasSize((int)
                            Pattern.compile(markup).matcher(harmless).results().count());
        }
        for (String id : List.of("report", "prepared")) {
            int start = page.indexOf("id=\"" + id + "\">");
            assertPrintable(page.substring(start, page.indexOf("</script>", start)));
        }
    }

    @Test
    void noCellOfTheCsvIsAFormula() {
        List<CsvRecord> lines =
                CsvReader.builder().ofCsvRecord(text(Format.CSV)).stream().toList();
        assertThat(lines).hasSize(report.layers().size() + 1);
        for (CsvRecord line : lines) {
            assertThat(line.getFields()).hasSameSizeAs(lines.getFirst().getFields());
            assertThat(line.getFields()).noneMatch(cell -> cell.matches("(?s)[=+@\\t\\r].*|-\\D.*"));
        }
        assertPrintable(text(Format.CSV));
    }

    @Test
    void theMarkdownIsOneTableRowALayerWithoutMarkupLinksOrMentions() {
        for (String text : List.of(text(Format.MD), MarkdownComparison.write(Comparison.of(List.of(report, report))))) {
            assertPrintable(text);
            assertThat(text.replaceAll("</?(details|summary)>", ""))
                    .doesNotContain("<")
                    .doesNotContain("`")
                    .doesNotContain("](")
                    .doesNotContain("@")
                    .doesNotContain("http://");
        }
        assertThat(text(Format.MD).lines().filter(line -> line.startsWith("| ") && !line.startsWith("| -")))
                .allSatisfy(
                        line -> assertThat(line.chars().filter(c -> c == '|')).hasSize(10));
    }

    @Test
    void thePicturesAreWellFormed() throws Exception {
        String svg = text(Format.SVG);
        assertPrintable(svg);
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertPrintable(text(Format.DOT));
        assertThat(text(Format.DOT).lines().filter(line -> line.contains("label=")))
                .allMatch(line -> line.matches("  [in]\\d+ \\[label=\"([^\"\\\\]|\\\\.)*\", fillcolor=.*;"));
    }

    @Test
    void theJsonReadsBackToTheSameNames() {
        assertThat(JsonReport.read(text(Format.JSON))).isEqualTo(report);
    }

    @Test
    void filesOfEveryFormatAreWrittenUnderAHarmlessName(@TempDir Path directory) throws IOException {
        List<Path> files = ReportFiles.write(report, EnumSet.allOf(Format.class), directory);
        assertThat(files).hasSize(Format.values().length).allMatch(Files::isRegularFile);
        assertThat(files).allMatch(file -> file.getFileName().toString().matches("[A-Za-z0-9._-]{1,200}"));
    }
}
