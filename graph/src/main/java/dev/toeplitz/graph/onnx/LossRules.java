package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.NegativeLogLikelihoodLoss;
import dev.toeplitz.graph.op.NegativeLogLikelihoodLoss.Joined;
import dev.toeplitz.graph.op.SoftmaxCrossEntropyLoss;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What training minimises. */
final class LossRules {
    private LossRules() {}

    static void add() {
        OnnxOperators.add("NegativeLogLikelihoodLoss", 12, node -> node.become(likelihood(node), node.all()));
        OnnxOperators.add(
                "SoftmaxCrossEntropyLoss",
                12,
                node -> node.become(new SoftmaxCrossEntropyLoss(likelihood(node)), node.all()));
    }

    private static NegativeLogLikelihoodLoss likelihood(OnnxNode node) {
        OptionalLong ignored = node.attributes().optionalInteger("ignore_index");
        Joined joined = switch (node.attributes().choice("reduction", "mean", "sum", "none")) {
            case "sum" -> Joined.SUM;
            case "none" -> Joined.NONE;
            default -> Joined.MEAN;
        };
        return new NegativeLogLikelihoodLoss(
                joined, ignored.isPresent() ? OptionalInt.of((int) ignored.getAsLong()) : OptionalInt.empty());
    }
}
