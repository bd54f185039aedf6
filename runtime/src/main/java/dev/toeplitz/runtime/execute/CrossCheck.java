package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.reference.Bounded;
import dev.toeplitz.graph.reference.Precision;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.plan.Plan.PlannedStage;
import dev.toeplitz.runtime.plan.Stage;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Judges each stage's numbers by the double-precision reference, on the device's own inputs to that stage, so that an error
 * is blamed on the stage that made it. An element passes where it lies within the bound that is computed beside the reference. The
 * reference carries out the nodes' own definitions, whatever the plan made of them; only the bound knows that Winograd's algorithm
 * rounds more.
 */
public final class CrossCheck {
    private final Execution execution;
    private final List<Verdict> verdicts = new ArrayList<>();

    /**
     * What came of one stage's check.
     *
     * @param element the worst element, by its error over its bound
     * @param share that element's error as a share of its bound; above 1 it failed
     */
    public record Verdict(
            Stage stage, boolean passed, int element, double found, double expected, double bound, double share) {}

    private CrossCheck(Execution execution) {
        this.execution = execution;
    }

    /** Runs a graph with a check after each stage. */
    public static List<Verdict> run(Execution execution, Map<Value, Tensor> inputs, Execution.Observer observer) {
        CrossCheck check = new CrossCheck(execution);
        execution.runStepwise(inputs, (stage, nanoseconds) -> {
            check.judge(stage);
            observer.ran(stage, nanoseconds);
        });
        return List.copyOf(check.verdicts);
    }

    private void judge(PlannedStage planned) {
        Stage stage = planned.stage();
        List<Tensor> inputs = stage.inputs().stream().map(execution::tensor).toList();
        List<Bounded> expected = Reference.bounded(stage.definition(), inputs, precision(stage), planned.filtered());
        Verdict worst = null;
        for (int i = 0; i < expected.size(); i++) {
            Verdict verdict = judge(
                    stage,
                    expected.get(i),
                    execution.tensor(stage.outputs().get(i)).toDoubles());
            worst = worst == null || verdict.share() > worst.share() ? verdict : worst;
        }
        verdicts.add(worst);
    }

    /** Where nothing is a floating-point number, nothing may be rounded. */
    private Precision precision(Stage stage) {
        boolean floats = Stream.concat(stage.inputs().stream(), stage.outputs().stream())
                .anyMatch(value -> value.type().type().isFloat());
        Precision computed = Precision.of(DataType.FLOAT32);
        if (!floats) {
            return Precision.EXACT;
        }
        return execution.plan().options().storage() == DataType.FLOAT16 ? computed.storedAsHalf() : computed;
    }

    private static Verdict judge(Stage stage, Bounded expected, double[] found) {
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
            return new Verdict(stage, true, 0, 0, 0, 0, 0);
        }
        return new Verdict(stage, passed, worst, found[worst], expected.value()[worst], expected.bound()[worst], most);
    }

    private static double share(Bounded expected, int i, double found) {
        double error = Math.abs(found - expected.value()[i]);
        if (error == 0 || Double.isNaN(error)) {
            return 0;
        }
        return expected.bound()[i] == 0 ? Double.POSITIVE_INFINITY : error / expected.bound()[i];
    }
}
