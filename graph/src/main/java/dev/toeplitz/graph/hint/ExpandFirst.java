package dev.toeplitz.graph.hint;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.hint.Narrows.Passage;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.ReceptiveField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network's body should double the channels and then halve rows and columns; in the other order three quarters of the data
 * are gone before they can be spread over more channels. It has its price: the expanding layer then runs at the larger size.
 * The first two halvings, the tail's, are excused: images hold much less than their pixels.
 */
final class ExpandFirst implements Rule {
    private static final double MOST_DROP = 2;
    private static final double TAIL_JUMP = 4;
    private static final String RULE = "expand the channels, then down-sample, where the cost can be borne";

    @Override
    public List<Hint> check(Graph graph) {
        Map<Value, List<ReceptiveField>> fields = ReceptiveField.of(graph);
        List<Hint> hints = new ArrayList<>();
        for (Passage passage : Narrows.of(graph)) {
            List<ReceptiveField> axes = fields.getOrDefault(passage.to(), List.of());
            boolean inBody = axes.stream().anyMatch(axis -> axis.jump() > TAIL_JUMP);
            if (inBody && passage.shrinkage() > 1 && passage.drop() > MOST_DROP) {
                expanding(graph, passage.to()).ifPresent(next -> hints.add(hint(passage, next)));
            }
        }
        return hints;
    }

    private static Hint hint(Passage passage, Node next) {
        long macs = macs(next).orElseThrow();
        return new Hint(
                RULE,
                passage.maker().name(),
                "%s to %s; '%s' before it would take %,d MACs, after it takes %,d"
                        .formatted(
                                passage.from().type().shape(),
                                passage.to().type().shape(),
                                next.name(),
                                Math.round(macs * passage.shrinkage()),
                                macs));
    }

    /** The layer with weights that reads a value, directly or after what works element by element, and widens it. */
    private static Optional<Node> expanding(Graph graph, Value value) {
        Value current = value;
        for (Node node : graph.nodes()) {
            if (!node.inputs().contains(current)) {
                continue;
            }
            Value output = node.outputs().getFirst();
            if (macs(node).isPresent()) {
                boolean widens = output.type().shape().rank() > 2
                        && output.type().shape().at(1) > value.type().shape().at(1);
                if (widens) {
                    return Optional.of(node);
                }
            } else if (output.type().equals(current.type())) {
                current = output;
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> macs(Node node) {
        Step first = node.definition().steps().getFirst();
        return first instanceof Contract contract
                ? Optional.of(MatrixWork.of(contract).macs())
                : Optional.empty();
    }
}
