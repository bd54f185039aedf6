package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.ArgMax;
import dev.toeplitz.graph.op.ArgMin;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.BinaryOperator;
import dev.toeplitz.graph.op.Cast;
import dev.toeplitz.graph.op.ChannelShuffle;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.ConvInteger;
import dev.toeplitz.graph.op.ConvTranspose;
import dev.toeplitz.graph.op.CumSum;
import dev.toeplitz.graph.op.DepthToSpace;
import dev.toeplitz.graph.op.DequantizeLinear;
import dev.toeplitz.graph.op.DynamicQuantizeLinear;
import dev.toeplitz.graph.op.Einsum;
import dev.toeplitz.graph.op.Expand;
import dev.toeplitz.graph.op.Gather;
import dev.toeplitz.graph.op.GlobalLpPool;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.GroupNorm;
import dev.toeplitz.graph.op.Gru;
import dev.toeplitz.graph.op.Hardmax;
import dev.toeplitz.graph.op.HingeLoss;
import dev.toeplitz.graph.op.InstanceNorm;
import dev.toeplitz.graph.op.LayerNorm;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.LogSoftmax;
import dev.toeplitz.graph.op.LpLoss;
import dev.toeplitz.graph.op.LpNorm;
import dev.toeplitz.graph.op.LpPool;
import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.op.Lstm;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.MatMulInteger;
import dev.toeplitz.graph.op.Maxout;
import dev.toeplitz.graph.op.MeanVarianceNorm;
import dev.toeplitz.graph.op.NegativeLogLikelihoodLoss;
import dev.toeplitz.graph.op.OneHot;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Pad;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.QLinearConv;
import dev.toeplitz.graph.op.QLinearMatMul;
import dev.toeplitz.graph.op.QuantizeLinear;
import dev.toeplitz.graph.op.Reduction;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Resize;
import dev.toeplitz.graph.op.RmsNorm;
import dev.toeplitz.graph.op.Rnn;
import dev.toeplitz.graph.op.SameType;
import dev.toeplitz.graph.op.Shift;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.op.Softmax;
import dev.toeplitz.graph.op.SoftmaxCrossEntropyLoss;
import dev.toeplitz.graph.op.SpaceToDepth;
import dev.toeplitz.graph.op.SpatialPyramidPool;
import dev.toeplitz.graph.op.Split;
import dev.toeplitz.graph.op.Sum;
import dev.toeplitz.graph.op.Tile;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.op.Trilu;
import dev.toeplitz.graph.op.TruthOperator;
import dev.toeplitz.graph.op.UnaryOperator;
import dev.toeplitz.graph.op.Where;

/** The one table from record to ONNX operator, or to several where ONNX has none; a record without a line does not compile. */
final class Exports {
    private Exports() {}

    static void write(Operator operator, ExportNode node) {
        switch (operator) {
            case SameType sameType -> write(sameType, node);
            case TruthOperator truth -> ElementwiseExports.write(truth, node);
            case Where _ -> node.become(Call.of("Where"));
            case Cast(var to) -> node.become(Call.of("Cast").integer("to", ElementTypes.number(to)));
            case QuantizeLinear quantise -> QuantisedExports.write(quantise, node);
            case DequantizeLinear dequantise -> QuantisedExports.write(dequantise, node);
            case DynamicQuantizeLinear _ -> node.become(Call.of("DynamicQuantizeLinear"));
            case ConvInteger conv -> QuantisedExports.write(conv, node);
            case MatMulInteger _ -> node.become(Call.of("MatMulInteger"));
            case QLinearConv conv -> QuantisedExports.write(conv, node);
            case QLinearMatMul product -> QuantisedExports.write(product, node);
            case OneHot oneHot -> MoveExports.write(oneHot, node);
            case Split split -> MoveExports.write(split, node);
            case ArgMax(int axis, boolean keeps, boolean last) ->
                ReductionExports.position("ArgMax", axis, keeps, last, node);
            case ArgMin(int axis, boolean keeps, boolean last) ->
                ReductionExports.position("ArgMin", axis, keeps, last, node);
            case Rnn rnn -> RecurrentExports.write(rnn, node);
            case Gru gru -> RecurrentExports.write(gru, node);
            case Lstm lstm -> RecurrentExports.write(lstm, node);
            case SoftmaxCrossEntropyLoss(var loss) -> LossExports.write("SoftmaxCrossEntropyLoss", loss, node);
        }
    }

    private static void write(SameType operator, ExportNode node) {
        switch (operator) {
            case UnaryOperator unary -> ElementwiseExports.write(unary, node);
            case BinaryOperator binary -> ElementwiseExports.write(binary, node);
            case Sum _ -> node.become(Call.of("Sum"));
            case Conv conv -> WindowExports.write(conv, node);
            case ConvTranspose transposed -> WindowExports.write(transposed, node);
            case Pool pool -> WindowExports.write(pool, node);
            case LpPool pool -> WindowExports.write(pool, node);
            case GlobalPool pool -> node.become(Call.of(pool.name()));
            case GlobalLpPool(int p) -> WindowExports.wholeMap(p, node);
            case SpatialPyramidPool pyramid -> WindowExports.write(pyramid, node);
            case Linear(boolean transposesInput, boolean transposesWeight, double alpha, double beta) ->
                node.become(Call.of("Gemm")
                        .flag("transA", transposesInput)
                        .flag("transB", transposesWeight)
                        .real("alpha", alpha)
                        .real("beta", beta));
            case MatMul _ -> node.become(Call.of("MatMul"));
            case Einsum(String equation) -> node.become(Call.of("Einsum").text("equation", equation));
            case BatchNorm(double epsilon) ->
                node.become(Call.of("BatchNormalization").real("epsilon", epsilon));
            case InstanceNorm(double epsilon) ->
                node.become(Call.of("InstanceNormalization").real("epsilon", epsilon));
            case GroupNorm(int groups, double epsilon) ->
                node.become(Call.of("GroupNormalization")
                        .integer("num_groups", groups)
                        .real("epsilon", epsilon));
            case LayerNorm(int axis, double epsilon) ->
                node.become(Call.of("LayerNormalization").integer("axis", axis).real("epsilon", epsilon));
            case RmsNorm(int axis, double epsilon) ->
                node.become(Call.of("RMSNormalization").integer("axis", axis).real("epsilon", epsilon));
            case LpNorm(int axis, int p) ->
                node.become(Call.of("LpNormalization").integer("axis", axis).integer("p", p));
            case MeanVarianceNorm(var axes) ->
                node.become(Call.of("MeanVarianceNormalization").integers("axes", axes));
            case Lrn(int size, double alpha, double beta, double k) ->
                node.become(Call.of("LRN")
                        .integer("size", size)
                        .real("alpha", alpha)
                        .real("beta", beta)
                        .real("bias", k));
            case Softmax(int axis, int axes) -> ReductionExports.lane("Softmax", axis, axes, node);
            case LogSoftmax(int axis, int axes) -> ReductionExports.lane("LogSoftmax", axis, axes, node);
            case Hardmax(int axis, int axes) -> ReductionExports.lane("Hardmax", axis, axes, node);
            case Reduction reduction -> ReductionExports.write(reduction, node);
            case Maxout(int pieces) -> ReductionExports.maxout(pieces, node);
            case CumSum sum -> MoveExports.write(sum, node);
            case Concat(int axis) -> node.become(Call.of("Concat").integer("axis", axis));
            case Reshape _ -> node.becomeReshaped(node.input(0));
            case Transpose(var axes) -> node.become(Call.of("Transpose").integers("perm", axes));
            case Slice slice -> MoveExports.write(slice, node);
            case Pad pad -> MoveExports.write(pad, node);
            case Gather gather -> MoveExports.write(gather, node);
            case Expand(var shape) ->
                node.become(Call.of("Expand"), node.input(0), node.integers("shape", shape.extents()));
            case Tile(var repeats) -> node.become(Call.of("Tile"), node.input(0), node.integers("repeats", repeats));
            case Trilu(boolean upper, int k) ->
                node.become(Call.of("Trilu").flag("upper", upper), node.input(0), node.integer("k", k));
            case DepthToSpace(int block, boolean blockFirst) ->
                node.become(
                        Call.of("DepthToSpace").integer("blocksize", block).text("mode", blockFirst ? "DCR" : "CRD"));
            case SpaceToDepth depth -> MoveExports.write(depth, node);
            case ChannelShuffle(int groups) -> MoveExports.shuffle(groups, node);
            case Shift(int filter) -> MoveExports.shift(filter, node);
            case Resize resize -> ResizeExports.write(resize, node);
            case NegativeLogLikelihoodLoss loss -> LossExports.write("NegativeLogLikelihoodLoss", loss, node);
            case HingeLoss _ -> LossExports.hinge(node);
            case LpLoss(int p) -> LossExports.distance(p, node);
        }
    }
}
