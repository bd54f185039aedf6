package dev.toeplitz.sweep.report;

import dev.toeplitz.sweep.engine.Findings;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.space.Design;
import dev.toeplitz.sweep.space.LayerFigures;
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
            List<List<String>> layers,
            List<Row> rows) {}

    private record Column(String name, String unit, boolean most) {}

    private record Row(long id, boolean front, List<Double> objectives, List<String> values, List<RowLayers> layers) {}

    /**
     * The layers of one network on one design.
     *
     * @param names which of the lists of names is theirs
     */
    private record RowLayers(int names, List<Long> cycles, List<Double> picojoules, List<Long> dramBytes) {}

    public static String write(Study study, Findings findings, Overview overview) {
        Space space = study.space();
        List<List<String>> names = new ArrayList<>();
        List<Row> rows = rows(study, findings, overview, names);
        Data data = new Data(
                study.networkNames(),
                findings.strategy(),
                findings.evaluated(),
                findings.refused(),
                findings.complete(),
                space.objectives().stream().map(SweepPage::column).toList(),
                space.parameters().stream().map(Parameter::path).toList(),
                overview.influence(),
                names,
                rows);
        return resource("/dev/toeplitz/sweep/report/sweep.html")
                .replace("/*charts*/", resource(CHARTS))
                .replace("/*script*/", resource("/dev/toeplitz/sweep/report/sweep.js"))
                .replace("/*data*/", embeddable(JsonMapper.builder().build().writeValueAsString(data)));
    }

    private static Column column(Objective objective) {
        return new Column(objective.word(), objective.unit(), objective.most());
    }

    private static List<Row> rows(Study study, Findings findings, Overview overview, List<List<String>> names) {
        List<Row> rows = new ArrayList<>();
        findings.front().forEach(each -> rows.add(row(study, each, true, names)));
        Set<Long> front = findings.front().stream().map(Evaluated::id).collect(Collectors.toSet());
        overview.sample().stream()
                .filter(each -> !front.contains(each.id()))
                .forEach(each -> rows.add(row(study, each, false, names)));
        return rows;
    }

    private static Row row(Study study, Evaluated each, boolean front, List<List<String>> names) {
        return new Row(
                each.id(),
                front,
                each.objectives(),
                List.copyOf(study.space().values(each.id()).values()),
                study.space().design(each.id()) instanceof Design.Valid design
                        ? study.networks().stream()
                                .map(network -> layers(network.layers(design.accelerator()), names))
                                .toList()
                        : List.of());
    }

    /** Designs that group nodes alike have the same names, which stand in the page once. */
    private static RowLayers layers(List<LayerFigures> layers, List<List<String>> names) {
        List<String> theirs = layers.stream().map(LayerFigures::layer).toList();
        if (!names.contains(theirs)) {
            names.add(theirs);
        }
        return new RowLayers(
                names.indexOf(theirs),
                layers.stream().map(LayerFigures::cycles).toList(),
                layers.stream()
                        .map(each -> (double) Math.round(each.picojoules()))
                        .toList(),
                layers.stream().map(LayerFigures::dramBytes).toList());
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
