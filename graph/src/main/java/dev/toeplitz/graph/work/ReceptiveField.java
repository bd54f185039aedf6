package dev.toeplitz.graph.work;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import java.util.List;
import java.util.Map;

/**
 * Which elements of the network's input, along one spatial axis, an element of a value depends on: element i on
 * {@code size} neighbours from {@code start} + i · {@code jump} on, padding among them. The true rule: r ← (r − 1) · S + E
 * for a filter that spans E with stride S, walking back; a pooling window is a filter; of parallel paths the largest counts.
 * Read from views, so it holds for any operator.
 *
 * @param size in input elements; an upper bound of what matters in practice
 * @param jump input elements between the fields of neighbours: the product of strides; below 1 after up-sampling
 * @param start where the field of element 0 begins, negative in padding
 */
public record ReceptiveField(double size, double jump, double start) {
    /** The field's middle for element 0, in input elements: (size − 1) / 2 from its start. */
    public double center() {
        return start + (size - 1) / 2;
    }

    /**
     * By the lectures' rule r ← r · S + (E − 1), which takes r samples to span r · S inputs and not (r − 1) · S + 1; in all
     * that is larger by the product of the strides less 1 (UT Dallas lecture notes, 2019).
     */
    public double lectureSize() {
        return size + jump - 1;
    }

    /**
     * Of every value that depends on an input of three axes or more (batch, channels, then space), a field for each spatial
     * axis. Once a map has been folded or multiplied as a whole, the field is the whole map's.
     */
    public static Map<Value, List<ReceptiveField>> of(Graph graph) {
        return ReceptiveFields.of(graph);
    }
}
