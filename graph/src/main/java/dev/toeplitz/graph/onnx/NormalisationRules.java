package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.Expand;
import dev.toeplitz.graph.op.GroupNorm;
import dev.toeplitz.graph.op.Hardmax;
import dev.toeplitz.graph.op.InstanceNorm;
import dev.toeplitz.graph.op.LayerNorm;
import dev.toeplitz.graph.op.LogSoftmax;
import dev.toeplitz.graph.op.LpNorm;
import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.op.MeanVarianceNorm;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Reciprocal;
import dev.toeplitz.graph.op.Reduction;
import dev.toeplitz.graph.op.RmsNorm;
import dev.toeplitz.graph.op.Softmax;
import dev.toeplitz.graph.op.Sqrt;
import dev.toeplitz.graph.op.Sub;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.Require;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Normalisations, softmax among them. */
final class NormalisationRules {
    /** ONNX's default everywhere, in single precision as it is stored. */
    private static final double EPSILON = 1e-5f;

    private NormalisationRules() {}

    static void add() {
        OnnxOperators.add("BatchNormalization", 1, NormalisationRules::batchNorm);
        alongAxes("Softmax", Softmax::new);
        alongAxes("LogSoftmax", LogSoftmax::new);
        alongAxes("Hardmax", Hardmax::new);
        OnnxOperators.add("LayerNormalization", 17, NormalisationRules::layerNorm);
        OnnxOperators.add("RMSNormalization", 23, NormalisationRules::rmsNorm);
        OnnxOperators.add("GroupNormalization", 18, NormalisationRules::groupNorm);
        OnnxOperators.add("InstanceNormalization", 1, node -> {
            ElementwiseRules.legacy(node);
            node.become(new InstanceNorm(node.attributes().real("epsilon", EPSILON)), node.all());
        });
        OnnxOperators.add("LpNormalization", 1, node -> {
            int axis = node.attributes().integer("axis", -1);
            node.become(new LpNorm(axis, node.attributes().integer("p", 2)), node.input(0));
        });
        OnnxOperators.add(
                "MeanVarianceNormalization",
                9,
                node -> node.become(
                        new MeanVarianceNorm(node.attributes().integers("axes").orElse(List.of(0, 2, 3))),
                        node.input(0)));
        OnnxOperators.add("LRN", 1, NormalisationRules::lrn);
    }

    /** Mean and inverse deviation are further outputs, which networks do not read: made only where they are. */
    private static void layerNorm(OnnxNode node) {
        Attributes attributes = node.attributes();
        attributes.accept("stash_type");
        int axis = node.shape(0).axis(attributes.integer("axis", -1));
        double epsilon = attributes.real("epsilon", EPSILON);
        node.become(new LayerNorm(axis, epsilon), node.all());
        List<Integer> axes = IntStream.range(axis, node.shape(0).rank()).boxed().toList();
        if (node.isRead(1) || node.isRead(2)) {
            Value x = node.input(0);
            Value mean = node.part("mean", new Reduction(Reduction.Kind.MEAN, axes, true), x);
            Value distance = node.part("distance", new Sub(), x, mean);
            Value squares = node.part("squares", new Mul(), distance, distance);
            Value variance = node.part("variance", new Reduction(Reduction.Kind.MEAN, axes, true), squares);
            Value least = node.constant("epsilon", KnownRules.like(x, epsilon));
            Value deviation = node.part("deviation", new Sqrt(), node.part("sum", new Add(), variance, least));
            node.pass(mean);
            node.pass(node.part("inverse", new Reciprocal(), deviation));
        }
    }

    private static void rmsNorm(OnnxNode node) {
        node.attributes().accept("stash_type");
        int axis = node.attributes().integer("axis", -1);
        node.become(new RmsNorm(axis, node.attributes().real("epsilon", EPSILON)), node.all());
    }

    /** Until opset 20 there was a scale and a bias for each group, not each channel. */
    private static void groupNorm(OnnxNode node) {
        node.attributes().accept("stash_type");
        int groups = node.attributes().integer("num_groups");
        GroupNorm norm = new GroupNorm(groups, node.attributes().real("epsilon", EPSILON));
        boolean perChannel = node.opset() >= 21;
        Value scale = perChannel ? node.input(1) : perChannel(node, "scale", node.input(1), groups);
        Value bias = perChannel ? node.input(2) : perChannel(node, "bias", node.input(2), groups);
        node.become(norm, node.input(0), scale, bias);
    }

    private static Value perChannel(OnnxNode node, String name, Value perGroup, int groups) {
        int channels = node.shape(0).at(1);
        Value column = node.reshaped(name + "/column", perGroup, Shape.of(groups, 1));
        Value repeated = node.part(name + "/repeated", new Expand(Shape.of(groups, channels / groups)), column);
        return node.reshaped(name + "/channels", repeated, Shape.of(channels));
    }

    /** Before opset 13 all axes from one on are one; since then it is one axis, by default the last. */
    private static void alongAxes(String name, BiFunction<Integer, Integer, Operator> operator) {
        OnnxOperators.add(name, 1, 12, node -> {
            int axis = coercedAxis(node);
            node.become(operator.apply(axis, node.shape(0).rank() - axis), node.input(0));
        });
        OnnxOperators.add(name, 13, node -> node.become(operator.apply(axis(node, -1), 1), node.input(0)));
    }

    private static void lrn(OnnxNode node) {
        Attributes attributes = node.attributes();
        node.become(
                new Lrn(
                        attributes.integer("size"),
                        attributes.real("alpha", 1e-4f),
                        attributes.real("beta", 0.75),
                        attributes.real("bias", 1)),
                node.input(0));
    }

    /** Before opset 13 the input is seen as a matrix: all axes from {@code axis} on are one. */
    static int coercedAxis(OnnxNode node) {
        return axis(node, 1);
    }

    static int axis(OnnxNode node, int otherwise) {
        Shape x = node.shape(0);
        int axis = node.attributes().integer("axis", otherwise);
        return axis == x.rank() && axis > 0 && otherwise == 1 ? x.rank() : x.axis(axis);
    }

    private static void batchNorm(OnnxNode node) {
        Attributes attributes = node.attributes();
        attributes.accept("momentum");
        ElementwiseRules.legacy(node);
        if (node.opset() < 7) {
            attributes.accept("is_test");
        }
        boolean perChannel = node.opset() >= 9 || attributes.flag("spatial", true);
        Require.that(perChannel, "spatial is 0", "statistics per channel", "convert the model to opset 9 or later");
        boolean training = node.opset() >= 14 && attributes.flag("training_mode", false);
        Require.that(!training, "training_mode is 1", "0: inference", "export the model in evaluation mode");
        node.become(new BatchNorm(attributes.real("epsilon", EPSILON)), node.all());
    }
}
