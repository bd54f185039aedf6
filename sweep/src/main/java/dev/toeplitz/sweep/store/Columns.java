package dev.toeplitz.sweep.store;

import dev.toeplitz.sweep.space.Figures;
import dev.toeplitz.sweep.space.LayerFigures;
import dev.toeplitz.sweep.space.Objective;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import dev.toeplitz.sweep.space.Parameter;
import dev.toeplitz.sweep.space.Quantity;
import dev.toeplitz.sweep.space.Resources;
import dev.toeplitz.sweep.space.Space;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/** The table of results: one row for a design and a network. Parameters and objectives have a column each. */
final class Columns {
    /** What every table has, in the order in which rows are read. */
    static final String FIGURES =
            "design, network, pes, macs, buffer_bytes, dsp, block_ram, logic, cycles, seconds, picojoules, dram_bytes";

    static final String LAYER = "design BIGINT, network VARCHAR, number INTEGER, layer VARCHAR, cycles BIGINT, "
            + "picojoules DOUBLE, dram_bytes BIGINT";

    private static final Map<String, String> FIXED = fixed();

    private final Space space;
    private final List<Objective> objectives;

    Columns(Space space) {
        this.space = space;
        Set<String> there = FIXED.keySet();
        this.objectives = space.objectives().stream()
                .filter(each -> !there.contains(each.word()))
                .toList();
    }

    private static Map<String, String> fixed() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("design", "BIGINT");
        columns.put("network", "VARCHAR");
        for (String name : List.of("pes", "macs", "buffer_bytes")) {
            columns.put(name, "BIGINT");
        }
        for (String name : List.of("dsp", "block_ram", "logic")) {
            columns.put(name, "DOUBLE");
        }
        columns.put("cycles", "BIGINT");
        columns.put("seconds", "DOUBLE");
        columns.put("picojoules", "DOUBLE");
        columns.put("dram_bytes", "BIGINT");
        return columns;
    }

    String definition() {
        Map<String, String> columns = new LinkedHashMap<>(FIXED);
        for (Parameter parameter : space.parameters()) {
            columns.put(name(parameter), parameter.isNumeric() ? "DOUBLE" : "VARCHAR");
        }
        objectives.forEach(each -> columns.put(each.word(), "DOUBLE"));
        return columns.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Paths have dots, which SQL has for something else. */
    private static String name(Parameter parameter) {
        return '"' + parameter.path().replace('.', '_') + '"';
    }

    /** A row for each layer, numbered from 0 in the order in which they run. */
    static void appendLayers(DuckDBAppender appender, Evaluated outcome) throws SQLException {
        for (Figures figures : outcome.figures()) {
            int number = 0;
            for (LayerFigures layer : figures.layers()) {
                appender.beginRow();
                appender.append(outcome.id());
                appender.append(figures.network());
                appender.append(number++);
                appender.append(layer.layer());
                appender.append(layer.cycles());
                appender.append(layer.picojoules());
                appender.append(layer.dramBytes());
                appender.endRow();
            }
        }
    }

    void append(DuckDBAppender appender, Evaluated outcome) throws SQLException {
        Map<String, String> values = space.values(outcome.id());
        Resources resources = outcome.resources();
        for (Figures figures : outcome.figures()) {
            appender.beginRow();
            appender.append(outcome.id());
            appender.append(figures.network());
            appender.append(resources.pes());
            appender.append(resources.macs());
            appender.append(resources.bufferBytes());
            appender.append(resources.dsps());
            appender.append(resources.blockRams());
            appender.append(resources.logic());
            appender.append(figures.cycles());
            appender.append(figures.seconds());
            appender.append(figures.picojoules());
            appender.append(figures.dramBytes());
            for (Parameter parameter : space.parameters()) {
                String value = values.get(parameter.path());
                if (parameter.isNumeric()) {
                    appender.append((double) (Double) Quantity.of(value));
                } else {
                    appender.append(value);
                }
            }
            for (Objective each : objectives) {
                appender.append(
                        (double) outcome.objectives().get(space.objectives().indexOf(each)));
            }
            appender.endRow();
        }
    }
}
