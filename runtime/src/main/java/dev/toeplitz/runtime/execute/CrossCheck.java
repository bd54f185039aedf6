package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.reference.Bounded;
import dev.toeplitz.graph.reference.Precision;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.plan.Plan.PlannedNode;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Judges each node's numbers by the double-precision reference, on the device's own inputs to that node, so that an error
 * is blamed on the node that made it. An element passes where it lies within the bound that is computed beside the reference.
 */
public final class CrossCheck {
    private final Execution execution;
    private final Graph graph;
    private final List<Verdict> verdicts = new ArrayList<>();

    /**
     * What came of one node's check.
     *
     * @param element the worst element, by its error over its bound
     * @param share that element's error as a share of its bound; above 1 it failed
     */
    public record Verdict(
            Node node, boolean passed, int element, double found, double expected, double bound, double share) {}

    private CrossCheck(Execution execution) {
        this.execution = execution;
        this.graph = execution.plan().graph();
    }

    /** Runs a graph with a check after each node. */
    public static List<Verdict> run(Execution execution, Map<Value, Tensor> inputs, Execution.Observer observer) {
        CrossCheck check = new CrossCheck(execution);
        execution.run(inputs, (node, nanoseconds) -> {
            check.judge(node);
            observer.ran(node, nanoseconds);
        });
        return List.copyOf(check.verdicts);
    }

    private void judge(PlannedNode planned) {
        Node node = planned.node();
        List<Tensor> inputs = node.inputs().stream().map(this::asComputed).toList();
        List<Bounded> expected = Reference.bounded(node.operator(), inputs, Precision.of(DataType.FLOAT32));
        Verdict worst = null;
        for (int i = 0; i < expected.size(); i++) {
            Verdict verdict =
                    judge(node, expected.get(i), execution.read(node.outputs().get(i)));
            worst = worst == null || verdict.share() > worst.share() ? verdict : worst;
        }
        verdicts.add(worst);
    }

    /** Weights as the device has them, in single precision; activations as it computed them. */
    private Tensor asComputed(Value value) {
        return new Tensor.Floats(value.type(), graph.isConstant(value) ? constant(value) : execution.read(value));
    }

    private float[] constant(Value value) {
        return execution.read(value);
    }

    private static Verdict judge(Node node, Bounded expected, float[] found) {
        int worst = 0;
        double most = -1;
        boolean passed = true;
        for (int i = 0; i < found.length; i++) {
            boolean accepted = expected.accepts(i, found[i]);
            passed &= accepted;
            double share = accepted ? share(expected, i, found[i]) : Math.max(1 + 1e-9, share(expected, i, found[i]));
            if (share > most) {
                most = share;
                worst = i;
            }
        }
        if (found.length == 0) {
            return new Verdict(node, true, 0, 0, 0, 0, 0);
        }
        return new Verdict(node, passed, worst, found[worst], expected.value()[worst], expected.bound()[worst], most);
    }

    private static double share(Bounded expected, int i, float found) {
        double error = Math.abs(found - expected.value()[i]);
        if (error == 0 || Double.isNaN(error)) {
            return 0;
        }
        return expected.bound()[i] == 0 ? Double.POSITIVE_INFINITY : error / expected.bound()[i];
    }
}
