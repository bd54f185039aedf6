package dev.toeplitz.graph.hint;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The places where a single value carries all that later layers get to see: between blocks, and within them where no
 * other path runs beside. Only there can a network lose information.
 */
final class Narrows {
    private Narrows() {}

    /** From one such value of batch, channels and space to the next; {@code maker} makes the second. */
    record Passage(Value from, Value to, Node maker) {
        /** How many times less data there is after it. */
        double drop() {
            return from.type().elements() / (double) to.type().elements();
        }

        /** How many times fewer pixels. */
        double shrinkage() {
            return pixels(from) / (double) pixels(to);
        }

        private static long pixels(Value value) {
            return space(value).elements();
        }
    }

    static Shape space(Value value) {
        Shape shape = value.type().shape();
        return shape.slice(2, shape.rank());
    }

    /** The passages in the graph's order; none once maps have become vectors. */
    static List<Passage> of(Graph graph) {
        Map<Value, Integer> lastReader = new HashMap<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            int reader = i;
            graph.nodes().get(i).inputs().forEach(value -> lastReader.put(value, reader));
        }
        Set<Value> live = new LinkedHashSet<>(graph.inputs());
        Value before = live.size() == 1 ? live.iterator().next() : null;
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            live.addAll(node.outputs());
            int ran = i;
            live.removeIf(value -> lastReader.getOrDefault(value, -1) <= ran);
            if (live.size() == 1) {
                Value now = live.iterator().next();
                if (before != null
                        && isMap(before)
                        && isMap(now)
                        && node.outputs().contains(now)) {
                    passages.add(new Passage(before, now, node));
                }
                before = now;
            }
        }
        return passages;
    }

    private static boolean isMap(Value value) {
        return value.type().shape().rank() > 2;
    }
}
