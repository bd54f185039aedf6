package dev.toeplitz.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.reports.HostileNames;
import dev.toeplitz.reports.ReportFiles;
import dev.toeplitz.reports.Reports;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.Report.Row;
import dev.toeplitz.reports.model.Report.Slice;
import dev.toeplitz.reports.summary.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page, used. */
class BrowserTest extends OpenPage {
    @Test
    void opensWithoutANetworkAndWithoutAWordOnTheConsole() {
        assertThat(browser.console()).isEmpty();
        assertThat(browser.requests())
                .isNotEmpty()
                .allMatch(message -> message.contains("\"url\":\"file:") || message.contains("\"url\":\"data:"));
    }

    @Test
    void theTimelineIsWalkedByKeysAndTellsEveryLaneOfTheLayer() {
        browser.js("document.getElementById('timeline-keys').focus()");
        assertThat((Boolean) browser.js("return document.activeElement.id === 'timeline-keys'"))
                .isTrue();
        press("ArrowRight");
        press("ArrowRight");
        Row second = report.layers().get(((Number) browser.js("return marked")).intValue());
        assertThat(browser.find("#timeline-now").getText())
                .contains(second.name(), "from cycle %,d to %,d".formatted(second.startCycle(), second.endCycle()));
        long lanes = report.timeline().lanes().stream()
                .filter(lane -> lane.slices().stream().anyMatch(slice -> slice.layer() == second.index()))
                .count();
        assertThat(browser.all("#timeline-now p")).hasSize((int) lanes + 1);
        assertThat(numbers("return charts.timeline.getOption().series.find(s => s.id === 'marked').data"))
                .isNotEmpty();
        press("Home");
        assertThat(browser.js("return marked")).isEqualTo(0L);
    }

    @Test
    void aClickOnTheTimelineMarksTheLayerUnderIt() {
        Slice longest = report.timeline().lanes().getFirst().slices().stream()
                .max(Comparator.comparingLong(slice -> slice.toCycle() - slice.fromCycle()))
                .orElseThrow();
        browser.js("""
            const chart = document.getElementById('chart-timeline'), box = chart.getBoundingClientRect();
            const [x, y] = charts.timeline.convertToPixel({ gridIndex: 0 }, [arguments[0], 0]);
            chart.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: box.left + x, clientY: box.top + y }));
            """, (longest.fromCycle() + longest.toCycle()) / 2);
        assertThat(browser.js("return marked")).isEqualTo((long) longest.layer());
    }

    @Test
    void theMappingsLayerIsChosenByKeys() {
        WebElement choice = browser.find("#mapping-layer");
        choice.sendKeys(Keys.HOME);
        choice.sendKeys(Keys.ARROW_DOWN);
        List<Integer> mapped = report.layers().stream()
                .filter(row -> row.mapping() != null)
                .map(Row::index)
                .toList();
        assertThat(browser.js("return marked")).isEqualTo((long) mapped.get(1));
    }

    @Test
    void aReportOfTheFirstVersionOpensWithoutTheSectionsItLacks() throws IOException {
        Path old = Path.of("src/test/resources/dev/toeplitz/reports/json/report-1.json");
        browser.open(page(ReportFiles.read(old)), 1280, 900);
        assertThat(browser.console()).isEmpty();
        assertThat(browser.find("#chart-cycles").isDisplayed()).isTrue();
        for (String absent : List.of("#chart-memory", "#section-timeline", "#section-mapping")) {
            assertThat(browser.find(absent).isDisplayed()).isFalse();
        }
    }

    @Test
    void namesThatAreMarkupAreShownAndDoNothing() throws IOException {
        Report hostile = HostileNames.report();
        browser.open(Files.writeString(directory.resolve("hostile.html"), HtmlReport.write(hostile)), 390, 844);
        for (int i = 0; i < hostile.layers().size(); i++) {
            browser.js("mark(arguments[0])", i);
        }
        assertThat(browser.js("return window.harmed")).isNull();
        assertThat(browser.all("#graph img, #layers img, #words img, body > script"))
                .hasSize(4);
        assertThat(browser.console()).isEmpty();
        assertThat((Boolean) browser.js("return document.documentElement.scrollWidth <= window.innerWidth"))
                .isTrue();
    }

    @Test
    void theSummaryIsTheOneInWords() {
        assertThat(browser.all("#words p").stream().map(WebElement::getText)).containsAll(Summary.of(report));
    }

    @Test
    void aClickOnAHeaderSortsUpAndThenDown() {
        WebElement cycles = browser.all("#layers thead button").stream()
                .filter(button -> button.getText().equals("cycles"))
                .findFirst()
                .orElseThrow();
        List<Integer> up = report.layers().stream()
                .sorted(Comparator.comparingLong(Row::cycles).thenComparing(Row::index))
                .map(Row::index)
                .toList();
        browser.js("arguments[0].click()", cycles);
        assertThat(shownRows()).isEqualTo(up);
        browser.js("arguments[0].click()", cycles);
        assertThat(shownRows().getFirst()).isEqualTo(up.getLast());
        assertThat(browser.find("#layers th[aria-sort=descending]").getText()).isEqualTo("cycles");
    }

    @Test
    void theFilterTakesWordsAndComparisons() {
        WebElement filter = browser.find("#filter");
        filter.sendKeys("conv 3a");
        List<Integer> expected = report.layers().stream()
                .filter(row -> row.name().contains("3a")
                        && (row.name() + row.operators())
                                .toLowerCase(Locale.ROOT)
                                .contains("conv"))
                .map(Row::index)
                .toList();
        assertThat(expected).isNotEmpty();
        assertThat(shownRows()).isEqualTo(expected);
        assertThat(browser.find("#count").getText())
                .isEqualTo(expected.size() + " of " + report.layers().size() + " layers");
        filter.clear();
        filter.sendKeys("cycles>2000");
        assertThat(shownRows())
                .isEqualTo(report.layers().stream()
                        .filter(row -> row.cycles() > 2000)
                        .map(Row::index)
                        .toList());
    }

    @Test
    void theExportHasTheRowsShown() {
        browser.find("#filter").sendKeys("inception3a");
        String text = (String) browser.js("return csv()");
        assertThat(text.lines().count()).isEqualTo(1 + shownRows().size());
        assertThat(text).startsWith("#,layer,operators").contains("inception3a/1x1");
        assertThat((String) browser.js("return csvField('=1+1')")).isEqualTo("'=1+1");
        assertThat((String) browser.js("return csvField('a \"b\", c')")).isEqualTo("\"a \"\"b\"\", c\"");
    }

    private static List<Integer> shownRows() {
        return browser.all("#layers tbody tr").stream()
                .map(row -> Integer.valueOf(row.getDomAttribute("data-index")))
                .toList();
    }

    @Test
    void aLayerClickedInTheGraphIsMarkedInTheTableAndTheRoofline() {
        browser.find("#graph .box[data-index='7']").click();
        assertThat(browser.find("#layers tr.marked").getDomAttribute("data-index"))
                .isEqualTo("7");
        assertThat(browser.find("#graph .box.marked").getDomAttribute("data-index"))
                .isEqualTo("7");
        Object point = browser.js(
                "return charts.roofline.getOption().series.find(s => s.id === 'marked').data.map(p => p.layer)");
        assertThat(point).isEqualTo(List.of(7L));
        assertThat(browser.find("#h-detail").getText())
                .isEqualTo("Layer 7: " + report.layers().get(7).name());
        assertThat(browser.find("#bar").getText())
                .contains(report.layers().get(7).name());
    }

    @Test
    void theGraphIsReachedAndUsedByKeysAlone() {
        browser.js("document.querySelector('#graph .box[tabindex=\"0\"]').focus()");
        for (int i = 0; i < 3; i++) {
            press("ArrowRight");
        }
        press("Enter");
        assertThat(browser.find("#graph .box.marked").getDomAttribute("data-index"))
                .isEqualTo("3");
        press("Escape");
        assertThat(browser.all("#graph .box.marked")).isEmpty();
        assertThat(browser.find("#detail").isDisplayed()).isFalse();
    }

    private static void press(String key) {
        browser.js(
                "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0], bubbles: true"
                        + " }))",
                key);
    }

    @Test
    void theGraphIsColouredByAnyFigureAndZooms() {
        String before = (String)
                browser.js("return document.querySelector('#graph .box:not(.input) rect').getAttribute('fill')");
        List<?> names = (List<?>) browser.js("return [...document.getElementById('colour').options].map(o => o.value)");
        assertThat(names).hasSizeGreaterThan(12);
        for (Object name : names) {
            browser.js(
                    "const s = document.getElementById('colour'); s.value = arguments[0]; s.dispatchEvent(new"
                            + " Event('change'))",
                    name);
            everyFigureOfTheGraphIsTheJsons();
        }
        assertThat(browser.js("return document.querySelector('#graph .box:not(.input) rect').getAttribute('fill')"))
                .isNotEqualTo(before);
        double width = ((Number) browser.js("return graph.svg.width.baseVal.value")).doubleValue();
        browser.find("#zoom-in").click();
        assertThat(((Number) browser.js("return graph.svg.width.baseVal.value")).doubleValue())
                .isGreaterThan(width);
        browser.find("#zoom-fit").click();
        assertThat((Boolean) browser.js("return graph.svg.height.baseVal.value <= graph.box.clientHeight"))
                .isTrue();
        assertThat(browser.console()).isEmpty();
    }

    private void everyFigureOfTheGraphIsTheJsons() {
        assertThat((Boolean) browser.js("""
            return [...document.querySelectorAll('#graph [data-figure]')].every(e => {
              const v = JSON.parse(e.dataset.figure).reduce((o, k) => o == null ? o : o[k], report);
              return e.textContent === fit(shown(v, e.dataset.unit), 100); });
            """)).isTrue();
    }

    @Test
    void theThemeSwitches() {
        String before = (String) browser.js("return document.documentElement.dataset.theme");
        String back = (String) browser.js("return getComputedStyle(document.body).backgroundColor");
        browser.find("#theme").click();
        assertThat(browser.js("return document.documentElement.dataset.theme")).isNotEqualTo(before);
        assertThat(browser.js("return getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(back);
        browser.find("#patterns").click();
        assertThat(browser.find("#patterns").getDomAttribute("aria-pressed")).isEqualTo("true");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void itPrintsToPdf() throws IOException {
        byte[] pdf = browser.pdf();
        Files.write(Path.of("target", "googlenet.pdf"), pdf);
        assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
        assertThat(pdf.length).isGreaterThan(50_000);
    }

    @Test
    void nothingIsWiderThanAPhone() throws IOException {
        for (int width : new int[] {1280, 390}) {
            browser.open(page(report), width, 844);
            assertThat((Boolean) browser.js("return document.documentElement.scrollWidth <= window.innerWidth"))
                    .isTrue();
            browser.js("mark(3)");
            assertThat((Boolean) browser.js("return document.documentElement.scrollWidth <= window.innerWidth"))
                    .isTrue();
        }
    }

    @Test
    void thePageOfResNet152IsSmallAndInteractiveBeforeItsChartsAreDrawn() throws IOException {
        Path page = page(Reports.played("resnet152", "tpu-v1"));
        assertThat(Files.size(page)).isLessThan(3_000_000);
        browser.open(page, 1280, 900);
        double ready = Double.parseDouble((String) browser.js("return document.documentElement.dataset.ready"));
        double drawn = Double.parseDouble((String) browser.js("return document.documentElement.dataset.drawn"));
        System.out.printf(
                Locale.ROOT,
                "ResNet-152's page: %d bytes, interactive after %.0f ms, all charts drawn after %.0f ms%n",
                Files.size(page),
                ready,
                drawn);
        assertThat(ready).isPositive().isLessThanOrEqualTo(drawn);
    }
}
