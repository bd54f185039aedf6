package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Integers;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs definitions with their views written out as tables, on all cores: the same results as {@link PointByPoint}, to the
 * bit except where several points of a contraction meet in one result. With a {@link Precision} it also gives each
 * result's error bound, in the same pass.
 */
final class Tabulated {
    private final List<Inexact> values;

    /** Null where no bounds are wanted. */
    private final Precision precision;

    private final Map<Contract, Winograd> filtered;

    private Tabulated(List<Inexact> inputs, Precision precision, Map<Contract, Winograd> filtered) {
        values = new ArrayList<>(inputs);
        this.precision = precision;
        this.filtered = filtered;
    }

    static List<double[]> evaluate(Definition definition, List<Tensor> inputs) {
        Tabulated run = new Tabulated(inputs.stream().map(Inexact::exact).toList(), null, Map.of());
        return run.run(definition).stream().map(Bounded::value).toList();
    }

    static List<Bounded> bounded(Definition definition, List<Inexact> inputs, Precision precision) {
        return bounded(definition, inputs, precision, Map.of());
    }

    /** @param filtered which contractions are carried out by Winograd's algorithm, whose rounding is another */
    static List<Bounded> bounded(
            Definition definition, List<Inexact> inputs, Precision precision, Map<Contract, Winograd> filtered) {
        return new Tabulated(inputs, precision, filtered).run(definition);
    }

    /** The one output of a definition, given what its inputs are off by. */
    static Bounded run(Definition definition, List<Inexact> inputs, Precision precision) {
        return new Tabulated(inputs, precision, Map.of()).run(definition).getFirst();
    }

    private List<Bounded> run(Definition definition) {
        Require.that(
                values.size() == definition.inputs(),
                "%d inputs".formatted(values.size()),
                "%d".formatted(definition.inputs()),
                "give each input of the definition");
        List<Bounded> results = new ArrayList<>();
        for (Step step : definition.steps()) {
            step.reads().forEach(this::requireElements);
            Bounded result = stored(run(step));
            results.add(result);
            DataType made = Integers.made(
                    step, value -> values.get(value).value().type().type());
            DataType type = Integers.are(made) ? made : DataType.FLOAT64;
            values.add(held(new TensorType(type, step.result()), result, precision));
        }
        return definition.outputs().stream()
                .map(value -> output(definition, results, value))
                .toList();
    }

    /** The same result once it is kept between steps. */
    private Bounded stored(Bounded result) {
        if (precision == null || precision.storedUnit() == 0) {
            return result;
        }
        double[] bounds = new double[result.bound().length];
        Arrays.setAll(bounds, i -> precision.stored(result.value()[i], result.bound()[i]));
        return new Bounded(result.value(), bounds);
    }

    /** An output may also be an input passed through. */
    private Bounded output(Definition definition, List<Bounded> results, int value) {
        if (value >= definition.inputs()) {
            return results.get(value - definition.inputs());
        }
        Inexact input = values.get(value);
        return new Bounded(
                input.value().toDoubles(),
                precision == null ? null : input.error().toDoubles());
    }

    /** A result as a later step reads it, in double precision; exact where there is no precision. */
    static Inexact held(Shape shape, Bounded result, Precision precision) {
        return held(new TensorType(DataType.FLOAT64, shape), result, precision);
    }

    private static Inexact held(TensorType type, Bounded result, Precision precision) {
        Tensor value = Tensor.of(type, result.value());
        return precision == null ? Inexact.exact(value) : new Inexact(value, Tensor.of(type, result.bound()));
    }

    private void requireElements(View view) {
        long elements = values.get(view.operand()).value().type().elements();
        Require.that(
                view.shape().elements() == elements,
                "value %d has %d elements and is viewed as %s".formatted(view.operand(), elements, view.shape()),
                "as many elements",
                "correct the view's shape");
    }

    private Bounded run(Step step) {
        return switch (step) {
            case Contract contract -> contract(contract);
            case Pointwise pointwise ->
                precision == null
                        ? new Bounded(Elementwise.values(pointwise, values), null)
                        : Elementwise.bounded(pointwise, values, precision);
            case Reduce reduce ->
                precision == null
                        ? new Bounded(Folding.values(reduce, operand(reduce.operand())), null)
                        : Folding.bounded(reduce, operand(reduce.operand()), precision);
            case Scan scan -> Scanning.run(scan, values, precision);
            case Move move ->
                new Bounded(
                        Moving.run(
                                move,
                                move.fill(),
                                operand -> values.get(operand).value()),
                        precision == null
                                ? null
                                : Moving.run(
                                        move, 0, operand -> values.get(operand).error()));
        };
    }

    private Bounded contract(Contract contract) {
        Inexact left = operand(contract.left());
        Inexact right = operand(contract.right());
        boolean integers = Integers.are(left.value().type().type())
                && Integers.are(right.value().type().type())
                && left.isExact()
                && right.isExact();
        if (precision == null || integers) {
            double[] sums = Contraction.values(contract, left.value(), right.value());
            return new Bounded(sums, precision == null ? null : new double[sums.length]);
        }
        return filtered.containsKey(contract)
                ? WinogradBound.of(contract, filtered.get(contract), left, right, precision)
                : ContractionBound.of(contract, left, right, precision);
    }

    private Inexact operand(View view) {
        return values.get(view.operand());
    }
}
