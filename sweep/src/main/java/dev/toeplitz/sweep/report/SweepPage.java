package dev.toeplitz.sweep.report;

import dev.toeplitz.sweep.engine.Findings;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.space.Objective;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import dev.toeplitz.sweep.space.Parameter;
import dev.toeplitz.sweep.space.Space;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** One file with everything in it: charts, library and data. Names reach it as JSON strings and then as text alone. */
public final class SweepPage {
    private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

    private SweepPage() {}

    /** What the script reads. */
    private record Data(
            List<String> networks,
            String strategy,
            long evaluated,
            Map<String, Long> refused,
            boolean complete,
            List<Column> objectives,
            List<String> parameters,
            Influence influence,
            List<Row> rows) {}

    private record Column(String name, String unit, boolean most) {}

    private record Row(long id, boolean front, List<Double> objectives, List<String> values) {}

    public static String write(Study study, Findings findings, Overview overview) {
        Space space = study.space();
        Data data = new Data(
                study.networkNames(),
                findings.strategy(),
                findings.evaluated(),
                findings.refused(),
                findings.complete(),
                space.objectives().stream().map(SweepPage::column).toList(),
                space.parameters().stream().map(Parameter::path).toList(),
                overview.influence(),
                rows(space, findings, overview));
        return resource("/dev/toeplitz/sweep/report/sweep.html")
                .replace("/*charts*/", resource(CHARTS))
                .replace("/*script*/", resource("/dev/toeplitz/sweep/report/sweep.js"))
                .replace("/*data*/", embeddable(JsonMapper.builder().build().writeValueAsString(data)));
    }

    private static Column column(Objective objective) {
        return new Column(objective.word(), objective.unit(), objective.most());
    }

    private static List<Row> rows(Space space, Findings findings, Overview overview) {
        List<Row> rows = new ArrayList<>();
        findings.front().forEach(each -> rows.add(row(space, each, true)));
        Set<Long> front = findings.front().stream().map(Evaluated::id).collect(Collectors.toSet());
        overview.sample().stream()
                .filter(each -> !front.contains(each.id()))
                .forEach(each -> rows.add(row(space, each, false)));
        return rows;
    }

    private static Row row(Space space, Evaluated each, boolean front) {
        return new Row(
                each.id(),
                front,
                each.objectives(),
                List.copyOf(space.values(each.id()).values()));
    }

    /** JSON that cannot end the script element it stands in. */
    private static String embeddable(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    private static String resource(String name) {
        try (InputStream in = SweepPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
