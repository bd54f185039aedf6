package dev.toeplitz.graph.op;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** An operator with one output, whose element type is its first input's: only shapes matter to its result. */
public sealed interface SameType extends Operator
        permits BatchNorm,
                BinaryOperator,
                ChannelShuffle,
                Concat,
                Conv,
                ConvTranspose,
                CumSum,
                DepthToSpace,
                Einsum,
                Expand,
                Gather,
                GlobalLpPool,
                GlobalPool,
                GroupNorm,
                Hardmax,
                HingeLoss,
                InstanceNorm,
                LayerNorm,
                Linear,
                LogSoftmax,
                LpLoss,
                LpNorm,
                LpPool,
                Lrn,
                MatMul,
                Maxout,
                MeanVarianceNorm,
                NegativeLogLikelihoodLoss,
                Pad,
                Pool,
                Reduction,
                Reshape,
                Resize,
                RmsNorm,
                Shift,
                Slice,
                Softmax,
                SpaceToDepth,
                SpatialPyramidPool,
                Sum,
                Tile,
                Transpose,
                Trilu,
                UnaryOperator {
    /** The output's shape for inputs of these shapes; refuses those that do not fit. */
    Shape output(List<Shape> inputs);

    @Override
    default List<TensorType> outputs(List<TensorType> inputs) {
        Shape shape = output(Inputs.shapes(inputs));
        return List.of(inputs.getFirst().with(shape));
    }
}
