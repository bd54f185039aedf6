package dev.toeplitz.bench;

import ai.onnxruntime.OrtException;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.quantise.Quantiser;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.Calibration;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Latency of networks in 8-bit integers and in single precision, here: one process, in turn, as {@link SideBySide} has it. What comes in
 * and goes out is in single precision in both.
 */
public final class Precisions {
    private Precisions() {}

    /** Seconds for each network (20 by default), then files or names of the zoo. */
    public static void main(String[] arguments) throws OrtException, IOException {
        SideBySide.each(arguments, "int8, ms (quartiles)", "fp32", Precisions::measured);
    }

    /** The median time in integers over that in single precision. */
    static double measured(String network, OpenClDevice device, double seconds) {
        Graph graph = Passes.forExecution(SideBySide.load(network));
        Map<Value, Tensor> inputs = new HashMap<>();
        Inputs.random(graph, 1)
                .forEach((value, tensor) -> inputs.put(value, new Tensor.Floats(value.type(), tensor.toFloats())));
        Options options = Options.of(Target.of(device.description()));
        try (Execution single = new Execution(Plan.of(graph, options), device)) {
            Graph quantised = Quantiser.quantise(graph, Calibration.run(single, List.of(inputs)))
                    .graph();
            try (Execution eight = new Execution(Plan.of(quantised, options), device)) {
                return SideBySide.told(network, () -> eight.run(inputs), () -> single.run(inputs), seconds);
            }
        }
    }
}
