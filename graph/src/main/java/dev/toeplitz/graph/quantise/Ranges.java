package dev.toeplitz.graph.quantise;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ranges that values were seen in. Grows while a network runs on inputs like those it is to be used on: calibration. */
public final class Ranges {
    private final Map<Value, Range> seen = new HashMap<>();

    /** What the reference gives for some inputs. */
    public static Ranges of(Graph graph, List<Map<Value, Tensor>> inputs) {
        Ranges ranges = new Ranges();
        for (Map<Value, Tensor> each : inputs) {
            each.forEach(ranges::see);
            Reference.walk(graph, each, (node, _, outputs) -> ranges.see(node, outputs));
        }
        return ranges;
    }

    private void see(Node node, List<Tensor> outputs) {
        for (int i = 0; i < outputs.size(); i++) {
            see(node.outputs().get(i), outputs.get(i));
        }
    }

    /** Widens a value's range to hold these numbers. */
    public void see(Value value, Tensor numbers) {
        if (value.type().type().isFloat() && value.type().elements() > 0) {
            seen.merge(value, Range.of(numbers), Range::with);
        }
    }

    Map<Value, Range> all() {
        return seen;
    }

    /** Empty where the value was never seen. */
    Optional<Range> of(Value value) {
        return Optional.ofNullable(seen.get(value));
    }
}
