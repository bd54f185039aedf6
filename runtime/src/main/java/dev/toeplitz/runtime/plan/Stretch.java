package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.plan.Packing.Digit;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The part of a tensor that some indices reach from a first element.
 *
 * @param lowest where it begins, seen from the first element: not positive, below 0 where filters are read backwards
 * @param length up to its last element
 */
record Stretch(long lowest, long length) {
    static Stretch of(List<Digit> digits) {
        long lowest = 0;
        long highest = 0;
        for (Digit digit : digits) {
            long far = (digit.extent() - 1) * digit.stride();
            lowest += Math.min(0, far);
            highest += Math.max(0, far);
        }
        return new Stretch(lowest, highest - lowest + 1);
    }

    /** Whether it is not much more than the elements that are wanted of it, so that it may be read by itself. */
    boolean isDense(long wanted) {
        return length <= 2 * wanted;
    }

    /** The part that lies around element {@code first}; element i of it is the tensor's {@code first + lowest + i}. */
    FloatBuffer read(Tensor tensor, long first, Arena arena) {
        return tensor.floats(Math.toIntExact(first + lowest), Math.toIntExact(length), arena);
    }
}
