package dev.toeplitz.reports.model;

import dev.toeplitz.reports.model.Column.Part;
import dev.toeplitz.reports.model.Comparison.Better;
import dev.toeplitz.reports.model.Comparison.Line;
import dev.toeplitz.reports.model.Comparison.Unit;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers of one network that was predicted and measured, or measured more than once. Rows of all columns that stand for
 * the same nodes become one line; a node that one side leaves out, as a batch normalisation that went into the weights
 * before it, leaves a line that the other side lacks.
 */
final class MeasuredLayers {
    private final List<Column> columns;

    private MeasuredLayers(List<Column> columns) {
        this.columns = columns;
    }

    static List<Line> of(List<Column> columns) {
        MeasuredLayers layers = new MeasuredLayers(columns);
        List<LayerJoin.Group> groups = LayerJoin.of(columns.stream()
                .map(column -> column.layers().stream().map(Part::nodes).toList())
                .toList());
        if (groups.stream().noneMatch(LayerJoin.Group::joins)) {
            throw differ("%s and %s share no layer"
                    .formatted(columns.get(0).words(), columns.get(1).words()));
        }
        List<Line> lines = new ArrayList<>();
        for (LayerJoin.Group group : groups) {
            List<List<Part>> parts = layers.parts(group);
            layers.sameWork(parts);
            lines.add(layers.line(parts));
        }
        return lines;
    }

    private List<List<Part>> parts(LayerJoin.Group group) {
        List<List<Part>> parts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            parts.add(group.rows().get(i).stream()
                    .map(row -> column.layers().get(row))
                    .toList());
        }
        return parts;
    }

    /** Passes before a run leave out and merge what multiplies nothing; so the MACs have to agree, row by row. */
    private void sameWork(List<List<Part>> parts) {
        long first = macs(parts.getFirst());
        for (int i = 1; i < parts.size(); i++) {
            if (macs(parts.get(i)) != first) {
                throw differ("layer '%s' has %,d MACs in %s and %,d in %s"
                        .formatted(
                                name(parts),
                                first,
                                columns.getFirst().words(),
                                macs(parts.get(i)),
                                columns.get(i).words()));
            }
        }
    }

    private static InputException differ(String what) {
        return new InputException(
                what,
                "one network, at the same batch and input size, wherever a measurement is compared",
                "run or simulate the same model again");
    }

    private static long macs(List<Part> parts) {
        return parts.stream().mapToLong(Part::macs).sum();
    }

    private static String name(List<List<Part>> parts) {
        return parts.stream()
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElseThrow()
                .getFirst()
                .name();
    }

    private Line line(List<List<Part>> parts) {
        List<Double> values = new ArrayList<>();
        for (List<Part> each : parts) {
            values.add(
                    each.isEmpty()
                            ? null
                            : each.stream().mapToDouble(Part::seconds).sum());
        }
        return Line.of(
                name(parts),
                Unit.SECONDS,
                Comparison.better(Better.LESS, columns),
                values,
                parts.stream()
                        .map(each -> each.stream().map(Part::name).toList())
                        .toList());
    }
}
