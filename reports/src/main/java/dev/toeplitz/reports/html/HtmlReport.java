package dev.toeplitz.reports.html;

import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.model.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Puts the page together: a fixed frame, style and script, the chart library, and the report as JSON, from which the
 * script makes everything that is seen. Names from a network reach the page only as JSON strings and then as text nodes,
 * so that none can become markup.
 */
public final class HtmlReport {
    private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";

    private HtmlReport() {}

    public static String write(Report report) {
        return resource("page.html")
                .replace("/*style*/", resource("page.css"))
                .replace("/*charts*/", resource(CHARTS))
                .replace("/*script*/", resource("page.js"))
                .replace("/*report*/", embeddable(JsonReport.writeCompact(report)));
    }

    /** JSON that cannot end the script element it stands in. */
    private static String embeddable(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
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
