package dev.toeplitz.graph.work;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.step.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures that papers print of a whole network, read from what its steps do and never from how its operators are
 * called.
 *
 * @param macs multiply-accumulates of every contraction: convolutions and fully connected layers, bias adds left out
 * @param weightLayers contractions that read a constant, as "a network of 19 weight layers" counts them;
 *     within a scan once, however many times it runs
 * @param depth the most of them that stand one after another on a path from an input to an output
 * @param biasAdds elements to which a step that does nothing else adds a constant
 * @param contractionOutputs elements that contractions write: the "activations" of design-space papers
 */
public record Totals(
        Parameters parameters, long macs, int weightLayers, int depth, long biasAdds, long contractionOutputs) {
    private static final Scalar SUM = Scalar.arg(0).plus(Scalar.arg(1));

    public static Totals of(Graph graph) {
        Tally tally = new Tally(graph);
        graph.nodes().forEach(tally::count);
        return tally.totals();
    }

    /** The totals of the nodes so far. */
    private static final class Tally {
        private final Graph graph;
        /** Weight layers on the longest path up to each value. */
        private final Map<Value, Integer> depths = new HashMap<>();

        private long macs;
        private int weightLayers;
        private long biasAdds;
        private long contractionOutputs;

        Tally(Graph graph) {
            this.graph = graph;
        }

        void count(Node node) {
            int before = weightLayers;
            for (Step step : node.definition().steps()) {
                Work.of(step).forEach(this::count);
                weightLayers += weightLayers(node, step);
                biasAdds = Math.addExact(
                        biasAdds, addsAConstant(node, step) ? step.result().elements() : 0);
            }
            int depth = deepest(node.inputs()) + weightLayers - before;
            node.outputs().forEach(value -> depths.put(value, depth));
        }

        private void count(Work work) {
            if (work instanceof MatrixWork matrix) {
                macs = Math.addExact(macs, matrix.macs());
                contractionOutputs = Math.addExact(
                        contractionOutputs, matrix.contract().result().elements());
            }
        }

        private int weightLayers(Node node, Step step) {
            return switch (step) {
                case Contract contract -> contract.reads().stream().anyMatch(view -> isConstant(node, view)) ? 1 : 0;
                case Scan scan ->
                    (int) scan.body().steps().stream()
                            .filter(Contract.class::isInstance)
                            .filter(inner -> inner.reads().stream().anyMatch(view -> feedsAConstant(node, scan, view)))
                            .count();
                case Pointwise _, Reduce _, Move _ -> 0;
            };
        }

        /** Whether a view within a scan's body is of what a constant feeds it. */
        private boolean feedsAConstant(Node node, Scan scan, View view) {
            int feed = view.operand() - 1;
            boolean fed = feed >= 0 && feed < scan.feeds().size();
            return fed && isConstant(node, scan.feeds().get(feed).view());
        }

        private boolean addsAConstant(Node node, Step step) {
            return step instanceof Pointwise(var _, List<View> operands, Scalar f)
                    && f.equals(SUM)
                    && operands.stream().filter(view -> isConstant(node, view)).count() == 1;
        }

        private boolean isConstant(Node node, View view) {
            List<Value> inputs = node.inputs();
            return view.operand() < inputs.size() && graph.isConstant(inputs.get(view.operand()));
        }

        private int deepest(List<Value> values) {
            return values.stream()
                    .mapToInt(value -> depths.getOrDefault(value, 0))
                    .max()
                    .orElse(0);
        }

        Totals totals() {
            return new Totals(
                    Parameters.of(graph), macs, weightLayers, deepest(graph.outputs()), biasAdds, contractionOutputs);
        }
    }
}
