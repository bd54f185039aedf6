package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Renumbering;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Explicit im2col: what a contraction reads through a Toeplitz view is written out first, an axis for each of the view's loops, and
 * the contraction reads that. A view of which every element is read once (1 × 1, stride 1) stays.
 */
final class Im2col {
    private Im2col() {}

    static Definition of(Definition definition) {
        int inputs = definition.inputs();
        List<Step> steps = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            numbers.add(i);
        }
        IntUnaryOperator renumber = numbers::get;
        for (Step step : definition.steps()) {
            if (step instanceof Contract contract && isToeplitz(contract)) {
                View left = contract.left().of(numbers.get(contract.left().operand()));
                Loops loops = moving(contract);
                int matrix = inputs + steps.size();
                steps.add(written(left, loops, matrix));
                View right = contract.right().of(numbers.get(contract.right().operand()));
                int result = inputs + steps.size();
                steps.add(new Contract(
                        contract.loops(),
                        axes(matrix, loops),
                        right,
                        contract.out().of(result)));
            } else {
                steps.add(Renumbering.of(step, renumber, inputs + steps.size()));
            }
            numbers.add(inputs + steps.size() - 1);
        }
        return new Definition(
                inputs, steps, definition.outputs().stream().map(numbers::get).toList());
    }

    /** Whether some element is read more than once, or from outside: two loops meet in one axis, or there is padding. */
    private static boolean isToeplitz(Contract contract) {
        View left = contract.left();
        return contract.loops().position(LoopDim.FILTER_COL) >= 0
                && moving(contract).list().size() <= LoopDim.MOST_AXES
                && IntStream.range(0, left.axes().size())
                        .anyMatch(
                                i -> isToeplitz(left.axes().get(i), left.shape().at(i), contract.loops()));
    }

    private static boolean isToeplitz(Axis axis, int extent, Loops loops) {
        return Reach.of(axis, loops).leaves(extent)
                || axis instanceof Axis.Affine affine
                        && affine.terms().stream()
                                        .filter(term -> loops.extent(term.dim()) > 1)
                                        .count()
                                > 1;
    }

    private static Loops moving(Contract contract) {
        Loops loops = Loops.none();
        for (Loop loop : contract.loops().list()) {
            if (contract.left().movesWith(loop.dim())) {
                loops = loops.with(loop.dim(), loop.extent());
            }
        }
        return loops;
    }

    private static View axes(int matrix, Loops loops) {
        View.Builder view = View.of(matrix, shape(loops));
        loops.list().forEach(loop -> view.axis(loop.dim()));
        return view.build();
    }

    private static Shape shape(Loops loops) {
        return new Shape(loops.list().stream().map(Loop::extent).toList());
    }

    private static Step written(View left, Loops loops, int matrix) {
        return new Move(shape(loops), List.of(new Copy(loops, left, axes(matrix, loops))), 0);
    }
}
