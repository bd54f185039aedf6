package dev.toeplitz.reports.html;

import dev.toeplitz.reports.drawing.Drawing;
import dev.toeplitz.reports.drawing.LayeredDrawing;
import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.summary.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts the page together: a fixed frame, style and scripts, the chart library, the report as JSON, and what was worked out
 * ahead: where the network's layers stand in its picture, and the summary in words. Names from a network reach the page
 * only as JSON strings and then as text nodes, so that none can become markup.
 */
public final class HtmlReport {
    private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";
    /** In this order: each uses what stands in earlier ones. */
    private static final List<String> SCRIPTS = List.of(
            "figures.js",
            "graph.js",
            "charts.js",
            "roofline.js",
            "timeline.js",
            "mapping.js",
            "table.js",
            "detail.js",
            "page.js");

    private static final Pattern PLACEHOLDER = Pattern.compile("/\\*(\\w+)\\*/");
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private HtmlReport() {}

    /** What the page shows beside the report. */
    private record Prepared(Drawing drawing, List<String> summary) {}

    public static String write(Report report) {
        Prepared prepared = new Prepared(LayeredDrawing.of(report), Summary.of(report));
        Map<String, String> parts = Map.of(
                "style", resource("page.css"),
                "charts", resource(CHARTS),
                "script", SCRIPTS.stream().map(HtmlReport::resource).collect(Collectors.joining("\n")),
                "prepared", embeddable(MAPPER.writeValueAsString(prepared)),
                "report", embeddable(JsonReport.writeCompact(report)));
        // In one pass: a layer may be called like a placeholder.
        return PLACEHOLDER
                .matcher(resource("page.html"))
                .replaceAll(match -> Matcher.quoteReplacement(parts.get(match.group(1))));
    }

    /** JSON that cannot end the script element it stands in, nor hide anything from who reads the page's source. */
    private static String embeddable(String json) {
        StringBuilder embedded = new StringBuilder(json.length());
        json.codePoints().forEach(point -> {
            boolean plain = point != '<'
                    && point != '>'
                    && point != '&'
                    && Character.getType(point) != Character.FORMAT
                    && Character.getType(point) != Character.SURROGATE
                    && !Character.isISOControl(point);
            embedded.append(plain ? Character.toString(point) : "\\u%04x".formatted(point));
        });
        return embedded.toString();
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(
                name.startsWith("/") ? name : "/dev/toeplitz/reports/html/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
