package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;

/**
 * Einstein summation: each operand's axes are named by letters, products are summed over every letter that the result does
 * not name, and {@code …} stands for axes that broadcast. Two operands are one contraction, more are one after the other; a
 * letter that only one operand has is summed first.
 */
public record Einsum(String equation) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        Inputs.count(inputs, 1, Integer.MAX_VALUE);
        return Letters.parse(equation, inputs).output();
    }

    @Override
    public Definition define(List<TensorType> types) {
        List<Shape> inputs = Inputs.shapes(types);
        Letters letters = Letters.parse(equation, inputs);
        List<Step> steps = new ArrayList<>();
        Term product = reduced(letters, 0, inputs, steps);
        for (int i = 1; i < inputs.size(); i++) {
            Term next = reduced(letters, i, inputs, steps);
            String kept = letters.keptAfter(i, product.letters + next.letters);
            Shape result = letters.shape(kept);
            Loops loops = Loops.none();
            for (int letter :
                    (kept + product.letters + next.letters).chars().distinct().toArray()) {
                loops = loops.with(letters.loop(letter), letters.extent(letter));
            }
            int value = inputs.size() + steps.size();
            View out = letters.view(value, result, kept);
            steps.add(new Contract(loops, product.view(letters), next.view(letters), out));
            product = new Term(value, kept, result);
        }
        boolean finished = product.letters.equals(letters.result()) && product.value >= inputs.size();
        if (!finished) {
            steps.add(arranged(letters, product, inputs.size() + steps.size()));
        }
        return new Definition(inputs.size(), steps);
    }

    /** A value with a letter for each axis. */
    private record Term(int value, String letters, Shape shape) {
        View view(Letters all) {
            return all.view(value, shape, letters);
        }
    }

    /** An operand without the letters that nobody else names. */
    private static Term reduced(Letters letters, int operand, List<Shape> inputs, List<Step> steps) {
        Term term = new Term(operand, letters.operands().get(operand), inputs.get(operand));
        String needed = letters.neededBeside(operand);
        String kept = Letters.only(term.letters, needed);
        if (kept.chars().distinct().count() == term.letters.chars().distinct().count()) {
            return term;
        }
        Shape result = letters.shape(kept, term.letters, term.shape);
        steps.add(sum(letters, term, kept, result));
        return new Term(inputs.size() + steps.size() - 1, kept, result);
    }

    /** Loops are named by the letters' places in {@code kept}, then the others. */
    private static Step sum(Letters letters, Term term, String kept, Shape result) {
        String order = Letters.joined(kept, term.letters);
        Loops window = Loops.none();
        for (int i = kept.length(); i < order.length(); i++) {
            window = window.with(LoopDim.axis(i), letters.extent(order.charAt(i)));
        }
        View.Builder view = View.of(term.value, term.shape);
        for (int axis = 0; axis < term.shape.rank(); axis++) {
            int loop = order.indexOf(term.letters.charAt(axis));
            boolean repeats = term.shape.at(axis) == 1;
            view.axis(repeats ? Axis.at(0) : Axis.of(LoopDim.axis(loop)));
        }
        return new Reduce(result, window, view.build(), Fold.SUM);
    }

    /** The last step where the product is not yet in the result's order. */
    private static Step arranged(Letters letters, Term term, int value) {
        Shape y = letters.shape(letters.result());
        Step sum = sum(letters, term, letters.result(), y);
        View from = sum.reads().getFirst();
        boolean moves = ((Reduce) sum).window().list().isEmpty();
        return moves ? new Move(y, List.of(new Copy(Loops.over(y), from, View.aligned(value, y, y))), 0) : sum;
    }
}
