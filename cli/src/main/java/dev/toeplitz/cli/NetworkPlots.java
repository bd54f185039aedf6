package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.hint.Hints;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.graph.work.ReceptiveField;
import dev.toeplitz.graph.work.Totals;
import dev.toeplitz.graph.zoo.Lectures;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import dev.toeplitz.reports.drawing.Axis;
import dev.toeplitz.reports.drawing.BarPicture;
import dev.toeplitz.reports.drawing.BarPicture.Panel;
import dev.toeplitz.reports.drawing.PointPicture;
import dev.toeplitz.reports.drawing.PointPicture.Point;
import dev.toeplitz.reports.drawing.PointPicture.Series;
import dev.toeplitz.reports.drawing.PointPicture.Shape;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lectures' plots that need no machine. */
final class NetworkPlots {
    /** Square pixels of a circle for a million parameters. */
    private static final double AREA = 3;

    private NetworkPlots() {}

    /** MACs, parameters and what convolutions make, by the size of the maps that layers make. */
    static BarPicture levels(Graph graph) {
        Map<String, List<Layer>> levels = Layers.single(graph).stream()
                .filter(layer -> !layer.nodes().getFirst().outputs().isEmpty())
                .collect(Collectors.groupingBy(NetworkPlots::level, LinkedHashMap::new, Collectors.toList()));
        levels.values()
                .removeIf(layers -> layers.stream().allMatch(layer -> parameters(graph, layer) + layer.macs() == 0));
        return new BarPicture(
                "%s by the size of its maps".formatted(graph.name()),
                List.copyOf(levels.keySet()),
                List.of(
                        shares("MACs", levels, Layer::macs),
                        shares("parameters", levels, layer -> parameters(graph, layer)),
                        shares(
                                "conv outputs",
                                levels,
                                layer -> layer.macs() == 0
                                        ? 0
                                        : output(layer).type().elements())));
    }

    private static Value output(Layer layer) {
        return layer.nodes().getFirst().outputs().getFirst();
    }

    private static String level(Layer layer) {
        var shape = output(layer).type().shape();
        return shape.rank() == 4 ? "%d x %d".formatted(shape.at(2), shape.at(3)) : "vectors";
    }

    private static long parameters(Graph graph, Layer layer) {
        return Parameters.of(graph, layer.nodes()).trainable();
    }

    private static Panel shares(String name, Map<String, List<Layer>> levels, ToLongFunction<Layer> figure) {
        List<Long> sums = levels.values().stream()
                .map(layers -> layers.stream().mapToLong(figure).sum())
                .toList();
        long all = sums.stream().mapToLong(Long::longValue).sum();
        return new Panel(
                "%s, %s in all".formatted(name, Units.count(all)),
                sums.stream().map(sum -> sum / (double) Math.max(1, all)).toList(),
                sums.stream()
                        .map(sum -> Units.percent(sum / (double) Math.max(1, all)))
                        .toList());
    }

    /** Elements that each node makes, in the order in which they run; points where a rule of the lectures is broken. */
    static PointPicture volume(Graph graph) {
        Set<String> narrow = Hints.of(graph).stream()
                .filter(hint -> hint.found().contains("less data"))
                .map(hint -> hint.layer())
                .collect(Collectors.toSet());
        List<Point> steps = new ArrayList<>();
        List<Point> drops = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Value output = node.outputs().getFirst();
            steps.add(new Point(steps.size(), output.type().elements(), 0, ""));
            if (narrow.contains(node.name())) {
                drops.add(new Point(steps.size() - 1, output.type().elements(), 4, node.name()));
            }
        }
        List<Series> series = new ArrayList<>(List.of(new Series("", Shape.STEPS, steps)));
        if (!drops.isEmpty()) {
            series.add(new Series("", Shape.POINTS, drops));
        }
        return new PointPicture(
                "%s: elements from node to node".formatted(graph.name()),
                Axis.linear(
                        "node, in the order in which they run", steps.stream().mapToDouble(Point::x)),
                Axis.logarithmic("elements", steps.stream().mapToDouble(Point::y)),
                series,
                List.of(
                        drops.isEmpty()
                                ? "Nowhere between down-samplings does the data fall to less than half with nothing"
                                        + " beside it."
                                : "Points: less than half of the data is left, without a down-sampling and with"
                                        + " nothing beside it."));
    }

    /** Receptive field, exact and by the lectures' rule, and the product of strides. */
    static PointPicture fields(Graph graph) {
        Map<Value, List<ReceptiveField>> all = ReceptiveField.of(graph);
        List<Point> exact = new ArrayList<>();
        List<Point> lectures = new ArrayList<>();
        List<Point> strides = new ArrayList<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            List<ReceptiveField> fields =
                    all.getOrDefault(graph.nodes().get(i).outputs().getFirst(), List.of());
            if (!fields.isEmpty() && fields.getFirst().jump() > 0) {
                ReceptiveField rows = fields.getFirst();
                exact.add(new Point(i, rows.size(), 0, ""));
                lectures.add(new Point(i, rows.lectureSize(), 0, ""));
                strides.add(new Point(i, rows.jump(), 0, ""));
            }
        }
        if (exact.isEmpty()) {
            throw new InputException(
                    "%s has no maps with rows".formatted(graph.name()),
                    "a network with an input of three axes or more",
                    "try resnet50");
        }
        var input = graph.inputs().getFirst().type().shape();
        return new PointPicture(
                "%s: what a node's element sees of the input's rows".formatted(graph.name()),
                Axis.linear(
                        "node, in the order in which they run", exact.stream().mapToDouble(Point::x)),
                Axis.logarithmic(
                        "rows",
                        Stream.of(exact, lectures, strides)
                                .flatMap(List::stream)
                                .mapToDouble(Point::y)),
                List.of(
                        new Series("exact field", Shape.STEPS, exact),
                        new Series("lectures' rule", Shape.STEPS, lectures),
                        new Series("stride product", Shape.STEPS, strides)),
                List.of("The input has %d rows; the field at the end is %.0f, by the lectures' rule %.0f."
                        .formatted(
                                input.at(2),
                                exact.getLast().y(),
                                lectures.getLast().y())));
    }

    /** Top-1 accuracy, as the lectures list it, over MACs as counted here. */
    static PointPicture accuracy() {
        List<Point> points = Lectures.accuracies().stream()
                .map(row -> point(row, Totals.of(Networks.load(row.network(), Options.USUAL))))
                .toList();
        double least = points.stream().mapToDouble(Point::y).min().orElse(0);
        double most = points.stream().mapToDouble(Point::y).max().orElse(100);
        return new PointPicture(
                "Accuracy over work",
                Axis.logarithmic(
                        "multiply-accumulates for an image", points.stream().mapToDouble(Point::x)),
                Axis.between("top-1 accuracy on ImageNet, percent", 5 * Math.floor(least / 5), most),
                List.of(new Series("", Shape.POINTS, points)),
                List.of("Areas: parameters. Accuracies as the UT Dallas lecture notes (2019) list them;"
                        + " MACs and parameters counted here."));
    }

    private static Point point(Lectures.Row row, Totals totals) {
        double area = AREA * totals.parameters().trainable() / 1e6;
        return new Point(totals.macs(), row.top1(), Math.sqrt(area), row.title());
    }
}
