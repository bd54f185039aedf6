package dev.toeplitz.reports.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.reports.model.Report.Row;
import dev.toeplitz.reports.model.Report.Slice;
import dev.toeplitz.reports.terminal.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every figure on the page, in its charts too, is the JSON's. */
class PageFiguresTest extends OpenPage {
    @Test
    void everyNumberOnThePageIsTheJsons() {
        browser.js("mark(5)");
        List<Map<String, String>> figures = figures();
        assertThat(figures).hasSizeGreaterThan(15 * report.layers().size());
        for (Map<String, String> figure : figures) {
            JsonNode value = json;
            for (JsonNode key : MAPPER.readTree(figure.get("figure"))) {
                value = key.isNumber() ? value.get(key.asInt()) : value.get(key.asString());
            }
            assertThat(figure.get("text"))
                    .as(figure.get("figure"))
                    .isEqualTo(value == null || value.isNull() ? "–" : text(value, figure.get("unit")));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, String>> figures() {
        return (List<Map<String, String>>) browser.js("""
            return [...document.querySelectorAll('[data-figure]:not(#graph *)')].map(e =>
              ({ figure: e.dataset.figure, unit: e.dataset.unit, text: e.textContent }));
            """);
    }

    /** A value of the JSON as our own formatter in Java writes it. */
    private static String text(JsonNode value, String unit) {
        return switch (unit) {
            case "whole" -> String.format(Locale.ROOT, "%,d", value.asLong());
            case "count" -> Units.count(value.asDouble());
            case "bytes" -> Units.bytes(value.asDouble());
            case "energy" -> Units.energy(value.asDouble());
            case "seconds" -> Units.seconds(value.asDouble());
            case "percent" -> Units.percent(value.asDouble());
            case "times" -> String.format(Locale.ROOT, "%.2f×", value.asDouble());
            case "ratio" -> ratio(value.asDouble());
            case "exact" -> exact(value.asDouble());
            case "text" -> value.isNumber() ? exact(value.asDouble()).replace(",", "") : value.asString();
            default -> throw new IllegalArgumentException(unit);
        };
    }

    private static String ratio(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f", value);
    }

    private static String exact(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : new java.math.BigDecimal(value)
                        .round(new java.math.MathContext(6))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** Outside of names and explanations no digit stands on the page that does not say where in the JSON it comes from. */
    @Test
    void noNumberStandsOnThePageWithoutItsPlaceInTheJson() {
        browser.js("mark(5)");
        Object strays = browser.js("""
            const known = new Set(['SCRIPT', 'STYLE', 'TITLE', 'title', 'OPTION']);
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const strays = [];
            while (walker.nextNode()) {
              const e = walker.currentNode.parentElement, text = walker.currentNode.textContent;
              const named = report.layers.flatMap(r => [r.name, ...r.nodes]).some(n => text.includes(n.slice(0, 10)));
              if (/[0-9]/.test(text) && !named && !known.has(e.tagName) && !e.closest(
                '[data-figure], h1, h3, .explain, #words, #scale, #count, #zoom-one, .tree, .hint, #detail-body dd, #subtitle'))
                strays.push(text);
            }
            return strays;
            """);
        assertThat((List<?>) strays).isEmpty();
    }

    @Test
    void chartsHoldTheJsonsFigures() {
        for (Row row : report.layers()) {
            for (String chart : List.of("cycles", "traffic")) {
                Object sum = browser.js(
                        "return charts[arguments[0]].getOption().series.reduce((s, e) => s + e.data[arguments[1]], 0)",
                        chart,
                        row.index());
                long expected = chart.equals("cycles") ? row.cycles() : row.dramBytes();
                assertThat(((Number) sum).longValue()).isEqualTo(expected);
            }
        }
        Object roofline = browser.js("""
            return charts.roofline.getOption().series.filter(s => s.type === 'scatter' && s.id !== 'marked')
              .flatMap(s => s.data.map(p => p.layer)).sort((a, b) => a - b)
            """);
        assertThat((List<?>) roofline).hasSize(report.layers().size()).doesNotHaveDuplicates();
        Object held = browser.js("return Math.max(...charts.memory.getOption().series[0].data.map(p => p.value[1]))");
        assertThat(((Number) held).longValue()).isEqualTo(report.totals().peakActivationBytes());
    }

    @Test
    void theTimelineDrawsTheJsonsSlicesOnTheirLanes() {
        for (int lane = 0; lane < report.timeline().lanes().size(); lane++) {
            List<List<Long>> drawn = numbers("""
                return charts.timeline.getOption().series.filter(s => s.id !== 'marked' && s.name === lanes[arguments[0]].name)
                  .flatMap(s => s.data).filter(p => p.value).map(p => [p.layer, p.value[0], p.value[1]]);
                """, lane);
            List<List<Long>> expected = new ArrayList<>();
            for (Slice slice : report.timeline().lanes().get(lane).slices()) {
                expected.add(List.of((long) slice.layer(), slice.fromCycle(), (long) lane));
                expected.add(List.of((long) slice.layer(), slice.toCycle(), (long) lane));
            }
            assertThat(drawn).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void theMappingShowsTheNestAndThePesOfTheMarkedLayer() {
        for (Row row : report.layers()) {
            browser.js("mark(arguments[0])", row.index());
            if (row.mapping() == null) {
                continue;
            }
            assertThat(browser.find("#mapping-layer").getDomProperty("value")).isEqualTo("" + row.index());
            assertThat(browser.all("#mapping-nest .nest p"))
                    .hasSameSizeAs(row.mapping().loops());
            double mean = ((Number) browser.js("""
                const [, , w, h] = document.querySelector('.array').getAttribute('viewBox').split(' ').map(Number);
                return [...document.querySelectorAll('.array rect')].reduce((sum, e) => sum + e.width.baseVal.value * e.height.baseVal.value
                  * Number(e.querySelector('title').textContent.match(/in ([0-9.]+) % of folds/)[1]), 0) / (w * h);
                """)).doubleValue();
            assertThat(mean).as(row.name()).isCloseTo(100 * row.mappingEfficiency(), within(0.11));
        }
        assertThat(browser.console()).isEmpty();
    }
}
