package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.plan.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How many elements of what a network computes are zero: of everything that leaves a stage, and of a plan without fusion of all. */
public final class Zeros {
    private Zeros() {}

    /**
     * One tensor.
     *
     * @param operators what made it
     * @param density the share of its elements that is not zero
     */
    public record Measured(Value value, String operators, double density) {}

    /** Runs the graph once, and counts. */
    public static List<Measured> run(Execution execution, Map<Value, Tensor> inputs) {
        List<Measured> measured = new ArrayList<>();
        execution.runStepwise(inputs, (planned, _) -> {
            Stage stage = planned.stage();
            for (Value value : stage.outputs()) {
                measured.add(new Measured(value, stage.operators(), density(execution.read(value))));
            }
        });
        return measured;
    }

    /** Of no elements 1: there is no zero among them. */
    private static double density(float[] values) {
        long kept = 0;
        for (float value : values) {
            kept += value != 0 ? 1 : 0;
        }
        return values.length == 0 ? 1 : kept / (double) values.length;
    }
}
