package dev.toeplitz.graph.op;

import static dev.toeplitz.graph.step.Scalar.arg;

import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fully connected layer: α · x · w + β · bias, x of M × K, w of K × N, the bias broadcast to M × N; ONNX calls it Gemm.
 *
 * @param transposesInput whether x lies as K × M
 * @param transposesWeight whether w lies as N × K, as frameworks store it
 */
public record Linear(boolean transposesInput, boolean transposesWeight, double alpha, double beta) implements SameType {
    /** x · wᵀ + bias, with w of N × K. */
    public Linear() {
        this(false, true, 1, 1);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Inputs.count(inputs, 2, 3);
        Shape x = Inputs.rank("the input", inputs.get(0), 2);
        Shape w = Inputs.rank("the weight", inputs.get(1), 2);
        Inputs.extent("the weight's reduced axis", w.at(transposesWeight ? 1 : 0), x.at(transposesInput ? 0 : 1));
        Shape y = Shape.of(x.at(transposesInput ? 1 : 0), w.at(transposesWeight ? 0 : 1));
        if (inputs.size() == 3) {
            Inputs.same("the bias broadcast to the output", y.broadcast(inputs.get(2)), y);
        }
        return y;
    }

    @Override
    public Definition define(List<TensorType> types) {
        List<Shape> inputs = types.stream().map(TensorType::shape).toList();
        Shape y = output(inputs);
        Loops loops = Loops.none()
                .with(LoopDim.OUT_ROW, y.at(0))
                .with(LoopDim.OUT_CHANNEL, y.at(1))
                .with(LoopDim.IN_CHANNEL, inputs.get(0).at(transposesInput ? 0 : 1));
        View left = matrix(0, inputs.get(0), LoopDim.OUT_ROW, LoopDim.IN_CHANNEL, transposesInput);
        View right = matrix(1, inputs.get(1), LoopDim.IN_CHANNEL, LoopDim.OUT_CHANNEL, transposesWeight);
        View out = matrix(inputs.size(), y, LoopDim.OUT_ROW, LoopDim.OUT_CHANNEL, false);
        List<Step> steps = new ArrayList<>(List.of(new Contract(loops, left, right, out)));
        epilogue(inputs, y).ifPresent(steps::add);
        return new Definition(inputs.size(), steps);
    }

    private Optional<Step> epilogue(List<Shape> inputs, Shape y) {
        Scalar product = alpha == 1 ? arg(0) : arg(0).times(alpha);
        View sum = View.aligned(inputs.size(), y, y);
        if (inputs.size() == 3) {
            Scalar bias = beta == 1 ? arg(1) : arg(1).times(beta);
            return Optional.of(new Pointwise(y, List.of(sum, View.aligned(2, inputs.get(2), y)), product.plus(bias)));
        }
        return alpha == 1 ? Optional.empty() : Optional.of(new Pointwise(y, List.of(sum), product));
    }

    private static View matrix(int operand, Shape shape, LoopDim row, LoopDim col, boolean transposed) {
        return View.of(operand, shape)
                .axis(transposed ? col : row)
                .axis(transposed ? row : col)
                .build();
    }
}
