package dev.toeplitz.runtime.tune;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.execute.CrossCheck;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Variant;
import java.util.Map;
import java.util.function.LongSupplier;

/** A variant on the device, ready to be timed. */
final class Trial implements AutoCloseable {
    private final Variant variant;
    private final Execution execution;
    private final LongSupplier repetition;

    /** Opens the device, builds the kernels and runs them once. */
    Trial(Variant variant, Plan plan, OpenClDevice device, Map<Value, Tensor> inputs) {
        this.variant = variant;
        this.execution = new Execution(plan, device);
        this.repetition = execution.repetition(inputs);
        try {
            repetition.getAsLong();
        } catch (RuntimeException e) {
            execution.close();
            throw e;
        }
    }

    Variant variant() {
        return variant;
    }

    /** Nanoseconds of one run. */
    long time() {
        return repetition.getAsLong();
    }

    /** Whether every number is within the bound that is computed beside the reference, on inputs that nobody had before. */
    boolean isRight(Map<Value, Tensor> inputs) {
        return CrossCheck.run(execution, inputs, (_, _) -> {}).stream().allMatch(Verdict::passed);
    }

    @Override
    public void close() {
        execution.close();
    }
}
