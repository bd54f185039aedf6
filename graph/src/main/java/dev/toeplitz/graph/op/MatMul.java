package dev.toeplitz.graph.op;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import java.util.List;

/**
 * Matrix product of the last two axes, all axes before them broadcast, as NumPy's matmul: … × M × K by … × K × N. An
 * operand of one axis is a row on the left and a column on the right, and loses that axis again.
 */
public record MatMul() implements SameType {
    @Override
    public Shape output(List<Shape> inputs) {
        Inputs.count(inputs, 2);
        Shape a = asMatrix(inputs.get(0), true);
        Shape b = asMatrix(inputs.get(1), false);
        Inputs.extent("the second operand's rows", b.at(-2), a.at(-1));
        Shape outer = outer(a).broadcast(outer(b));
        Shape rows = inputs.get(0).rank() == 1 ? Shape.SCALAR : Shape.of(a.at(-2));
        Shape cols = inputs.get(1).rank() == 1 ? Shape.SCALAR : Shape.of(b.at(-1));
        return outer.then(rows).then(cols);
    }

    @Override
    public Definition define(List<TensorType> inputs) {
        Shape a = asMatrix(inputs.get(0).shape(), true);
        Shape b = asMatrix(inputs.get(1).shape(), false);
        Shape outer = outer(a).broadcast(outer(b));
        Shape y = outer.then(Shape.of(a.at(-2), b.at(-1)));
        Loops loops = Loops.over(outer)
                .with(LoopDim.OUT_ROW, a.at(-2))
                .with(LoopDim.OUT_CHANNEL, b.at(-1))
                .with(LoopDim.IN_CHANNEL, a.at(-1));
        View left = matrix(0, a, outer, LoopDim.OUT_ROW, LoopDim.IN_CHANNEL);
        View right = matrix(1, b, outer, LoopDim.IN_CHANNEL, LoopDim.OUT_CHANNEL);
        View out = matrix(2, y, outer, LoopDim.OUT_ROW, LoopDim.OUT_CHANNEL);
        return new Definition(2, List.of(new Contract(loops, left, right, out)));
    }

    private static View matrix(int operand, Shape shape, Shape outer, LoopDim row, LoopDim col) {
        View.Builder view = View.of(operand, shape);
        for (Axis axis : View.aligned(operand, outer(shape), outer).axes()) {
            view.axis(axis);
        }
        return view.axis(row).axis(col).build();
    }

    private static Shape outer(Shape matrix) {
        return matrix.slice(0, matrix.rank() - 2);
    }

    private static Shape asMatrix(Shape shape, boolean left) {
        if (shape.rank() >= 2) {
            return shape;
        }
        int extent = Inputs.rank("an operand", shape, 1).at(0);
        return left ? Shape.of(1, extent) : Shape.of(extent, 1);
    }
}
