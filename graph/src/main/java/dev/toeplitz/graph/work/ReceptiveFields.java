package dev.toeplitz.graph.work;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Carries receptive fields forward through every step of a graph, view by view. */
final class ReceptiveFields {
    /** Axes before these are batch and channels. */
    private static final int FIRST_SPATIAL = 2;

    private final Map<Value, Fields> known = new HashMap<>();

    /** A value's shape and its fields, one for each spatial axis of the input; empty where it depends on no input. */
    private record Fields(Shape shape, List<AxisField> axes) {
        /** The same elements in the same order under another shape. */
        Fields as(Shape other) {
            return new Fields(
                    other,
                    axes.stream().map(axis -> axis.reshaped(shape, other)).toList());
        }
    }

    /** A read: what is read, through which view, where the result goes, and the loops of both. */
    private record Path(View from, View to, Loops loops) {}

    static Map<Value, List<ReceptiveField>> of(Graph graph) {
        ReceptiveFields fields = new ReceptiveFields();
        Map<Value, List<ReceptiveField>> found = new LinkedHashMap<>();
        for (Value input : graph.inputs()) {
            if (input.type().shape().rank() > FIRST_SPATIAL) {
                fields.known.put(input, ofInput(input.type().shape()));
                found.put(input, fieldsOf(fields.known.get(input)));
            }
        }
        for (Node node : graph.nodes()) {
            fields.run(node);
            for (Value output : node.outputs()) {
                if (!fields.known.get(output).axes.isEmpty()) {
                    found.put(output, fieldsOf(fields.known.get(output)));
                }
            }
        }
        return found;
    }

    private static Fields ofInput(Shape shape) {
        return new Fields(
                shape,
                IntStream.range(FIRST_SPATIAL, shape.rank())
                        .mapToObj(axis -> new AxisField(axis, new ReceptiveField(1, 1, 0)))
                        .toList());
    }

    private static List<ReceptiveField> fieldsOf(Fields fields) {
        return fields.axes.stream().map(AxisField::field).toList();
    }

    private void run(Node node) {
        Definition definition = node.definition();
        List<Fields> values = new ArrayList<>();
        for (Value input : node.inputs()) {
            values.add(known.getOrDefault(input, new Fields(input.type().shape(), List.of())));
        }
        definition.steps().forEach(step -> values.add(through(step, values)));
        for (int i = 0; i < node.outputs().size(); i++) {
            Value output = node.outputs().get(i);
            known.put(
                    output,
                    values.get(definition.outputs().get(i)).as(output.type().shape()));
        }
    }

    private static Fields through(Step step, List<Fields> values) {
        List<AxisField> largest = List.of();
        for (Path path : paths(step)) {
            Fields read = values.get(path.from.operand()).as(path.from.shape());
            largest = larger(
                    largest,
                    read.axes.stream()
                            .map(axis -> axis.through(path.from, path.to, path.loops))
                            .toList());
        }
        return new Fields(step.result(), largest);
    }

    private static List<AxisField> larger(List<AxisField> some, List<AxisField> others) {
        int count = Math.max(some.size(), others.size());
        return IntStream.range(0, count)
                .mapToObj(i -> i >= some.size()
                        ? others.get(i)
                        : i >= others.size() ? some.get(i) : some.get(i).larger(others.get(i)))
                .toList();
    }

    private static List<Path> paths(Step step) {
        return switch (step) {
            case Contract contract ->
                contract.reads().stream()
                        .map(view -> new Path(view, contract.out(), contract.loops()))
                        .toList();
            case Pointwise(Shape result, List<View> operands, var _) ->
                operands.stream()
                        .map(view -> new Path(view, View.aligned(-1, result, result), Loops.over(result)))
                        .toList();
            case Reduce(Shape result, Loops window, View operand, var _) ->
                List.of(new Path(
                        operand,
                        View.aligned(-1, result, result),
                        Loops.over(result).around(window)));
            case Scan _ -> List.of(); // a sequence is no map
            case Move move ->
                move.copies().stream()
                        .map(copy -> new Path(copy.from(), copy.to(), copy.loops()))
                        .toList();
        };
    }
}
