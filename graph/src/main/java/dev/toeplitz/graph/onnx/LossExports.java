package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.NegativeLogLikelihoodLoss;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.List;

/** What training minimises. */
final class LossExports {
    private LossExports() {}

    static void write(String operator, NegativeLogLikelihoodLoss loss, ExportNode node) {
        Call call = Call.of(operator).text("reduction", loss.joined().name().toLowerCase());
        node.become(
                loss.ignored().isPresent()
                        ? call.integer("ignore_index", loss.ignored().getAsInt())
                        : call);
    }

    /** ONNX has no hinge loss: the true class is marked by a one-hot vector, its score picked and its margin left out. */
    static void hinge(ExportNode node) {
        int classes = node.shape(0).at(1);
        DataType type = node.type(0).type();
        String marked = node.part(
                "marked",
                Call.of("OneHot").integer("axis", 1),
                node.input(1),
                node.integer("classes", classes),
                node.constant("values", Tensor.of(new TensorType(type, Shape.of(2)), 0, 1)));
        String other = node.part("other", Call.of("Sub"), node.scalar("one", 1), marked);
        String truth = sum("truth", node.part("score", Call.of("Mul"), node.input(0), marked), true, node);
        String beyond = node.part("beyond", Call.of("Sub"), node.input(0), truth);
        String margin = node.part(
                "margin", Call.of("Relu"), node.part("raised", Call.of("Add"), beyond, node.scalar("margin/least", 1)));
        String each = sum("each", node.part("counted", Call.of("Mul"), margin, other), false, node);
        node.become(Call.of("ReduceMean").flag("keepdims", false), each);
    }

    private static String sum(String suffix, String operand, boolean keeps, ExportNode node) {
        return node.part(
                suffix,
                Call.of("ReduceSum").flag("keepdims", keeps),
                operand,
                node.integers(suffix + "/axes", List.of(1)));
    }

    /** Σ |y − t|ᵖ. */
    static void distance(int p, ExportNode node) {
        String size = node.part("size", Call.of("Abs"), node.part("difference", Call.of("Sub"), node.all()));
        String powers = p == 1 ? size : node.part("powers", Call.of("Pow"), size, node.scalar("p", p));
        node.become(Call.of("ReduceSum").flag("keepdims", false), powers);
    }
}
