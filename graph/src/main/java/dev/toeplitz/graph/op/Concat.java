package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;

/** Inputs one after the other along an axis; all other extents equal. */
public record Concat(int axis) implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape first = Inputs.count(inputs, 1, Integer.MAX_VALUE).getFirst();
        int along = first.axis(axis);
        int sum = 0;
        for (Shape x : inputs) {
            Inputs.rank("an input", x, first.rank());
            requireSameBeside(along, x, first);
            sum = Math.addExact(sum, x.at(along));
        }
        return first.with(along, sum);
    }

    private static void requireSameBeside(int along, Shape x, Shape first) {
        for (int other = 0; other < first.rank(); other++) {
            if (other != along) {
                Inputs.extent("axis %d of an input of shape %s".formatted(other, x), x.at(other), first.at(other));
            }
        }
    }

    @Override
    public Definition define(List<TensorType> types) {
        List<Shape> inputs = types.stream().map(TensorType::shape).toList();
        Shape y = output(inputs);
        int along = y.axis(axis);
        List<Copy> copies = new ArrayList<>();
        int offset = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Shape x = inputs.get(i);
            copies.add(new Copy(Loops.over(x), View.aligned(i, x, x), shifted(inputs.size(), y, along, offset)));
            offset += x.at(along);
        }
        return new Definition(inputs.size(), List.of(new Move(y, copies, 0)));
    }

    /** The result, written from {@code offset} on along the axis. */
    private static View shifted(int operand, Shape y, int along, int offset) {
        View.Builder to = View.of(operand, y);
        for (int axis = 0; axis < y.rank(); axis++) {
            to.axis(Axis.of(axis == along ? offset : 0, LoopDim.axis(axis), 1));
        }
        return to.build();
    }
}
