package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.quantise.Ranges;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** The ranges of what a device computes: of everything that leaves a stage, and so of all that a contraction reads. */
public final class Calibration {
    private Calibration() {}

    /** Runs the graph on each of some inputs. */
    public static Ranges run(Execution execution, List<Map<Value, Tensor>> inputs) {
        Ranges ranges = new Ranges();
        for (Map<Value, Tensor> each : inputs) {
            each.forEach(ranges::see);
            execution.runStepwise(
                    each,
                    (stage, _) -> stage.stage().outputs().forEach(value -> ranges.see(value, execution.tensor(value))));
        }
        return ranges;
    }
}
