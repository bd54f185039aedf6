package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The batch size that a file was exported with, and the one wanted instead. Exporters write the batch into the constants
 * of Reshape; those follow, or no such file could be run at another batch.
 */
record Rebatch(int exported, int wanted) {
    /** The target of a reshape of {@code x}: where it begins with the exported batch and x with the wanted one, so does it. */
    List<Integer> apply(List<Integer> target, Shape x) {
        if (target.isEmpty() || x.rank() == 0 || target.getFirst() != exported || x.at(0) != wanted) {
            return target;
        }
        List<Integer> changed = new ArrayList<>(target);
        changed.set(0, wanted);
        return changed;
    }
}
