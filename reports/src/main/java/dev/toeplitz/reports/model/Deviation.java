package dev.toeplitz.reports.model;

import dev.toeplitz.reports.model.Comparison.Better;
import dev.toeplitz.reports.model.Comparison.Line;
import dev.toeplitz.reports.model.Comparison.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How far predictions are from what was measured first: |predicted − measured| ÷ measured, for the whole network and as
 * the mean over layers; and the geometric mean of layers' ratios predicted ÷ measured, which says how much of that is one
 * common factor. Layers that took no time, or that one side lacks, do not count.
 */
final class Deviation {
    private Deviation() {}

    static List<Line> of(List<Column> columns, List<Line> layers) {
        int truth = IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).isMeasured())
                .findFirst()
                .orElse(-1);
        if (truth < 0 || columns.stream().allMatch(Column::isMeasured)) {
            return List.of();
        }
        List<Double> whole = new ArrayList<>();
        List<Double> error = new ArrayList<>();
        List<Double> mean = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            boolean predicted = !columns.get(i).isMeasured();
            double[] ratios = ratios(layers, i, truth);
            double total = seconds(columns.get(i)) / seconds(columns.get(truth));
            whole.add(predicted && Double.isFinite(total) ? Math.abs(total - 1) : null);
            error.add(
                    predicted && ratios.length > 0
                            ? DoubleStream.of(ratios)
                                    .map(ratio -> Math.abs(ratio - 1))
                                    .average()
                                    .orElseThrow()
                            : null);
            mean.add(
                    predicted && ratios.length > 0
                            ? Math.exp(DoubleStream.of(ratios)
                                    .map(Math::log)
                                    .average()
                                    .orElseThrow())
                            : null);
        }
        return List.of(
                Line.of("error, whole", Unit.SHARE, Better.NEITHER, whole, List.of()),
                Line.of("error, mean layer", Unit.SHARE, Better.NEITHER, error, List.of()),
                Line.of("ratio, mean layer", Unit.RATIO, Better.NEITHER, mean, List.of()));
    }

    private static double seconds(Column column) {
        return column.layers().stream().mapToDouble(Column.Part::seconds).sum();
    }

    private static double[] ratios(List<Line> layers, int predicted, int measured) {
        return layers.stream()
                .filter(line -> positive(line.values().get(predicted))
                        && positive(line.values().get(measured)))
                .mapToDouble(
                        line -> line.values().get(predicted) / line.values().get(measured))
                .toArray();
    }

    private static boolean positive(Double value) {
        return value != null && value > 0;
    }
}
