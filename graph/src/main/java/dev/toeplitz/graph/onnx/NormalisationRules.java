package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.Log;
import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.op.Softmax;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.Require;

/** Normalisations, softmax among them. */
final class NormalisationRules {
    /** ONNX's default everywhere, in single precision as it is stored. */
    private static final double EPSILON = 1e-5f;

    private NormalisationRules() {}

    static void add() {
        OnnxOperators.add("BatchNormalization", 1, NormalisationRules::batchNorm);
        OnnxOperators.add("Softmax", 1, 12, node -> {
            int axis = coercedAxis(node);
            node.become(new Softmax(axis, node.shape(0).rank() - axis), node.input(0));
        });
        OnnxOperators.add("Softmax", 13, node -> node.become(new Softmax(axis(node, -1), 1), node.input(0)));
        OnnxOperators.add("LogSoftmax", 1, 12, node -> {
            int axis = coercedAxis(node);
            node.become(
                    new Log(),
                    node.part("softmax", new Softmax(axis, node.shape(0).rank() - axis), node.input(0)));
        });
        OnnxOperators.add(
                "LogSoftmax",
                13,
                node -> node.become(new Log(), node.part("softmax", new Softmax(axis(node, -1), 1), node.input(0))));
        OnnxOperators.add("LRN", 1, NormalisationRules::lrn);
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
