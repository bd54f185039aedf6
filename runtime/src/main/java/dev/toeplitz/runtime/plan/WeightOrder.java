package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.terms.DataType;
import java.nio.FloatBuffer;

/** How weights are brought, once, into what a kernel reads. */
public sealed interface WeightOrder permits LessZeroPoints, Packing, PairedFilters, WinogradWeights {
    /** Elements of what the kernel reads. */
    long elements();

    /** What the device holds them as, given what the tensor itself would be held as. */
    default DataType held(DataType own) {
        return own;
    }

    /** Writes all that the kernel reads; of the tensor no more is held at a time than need be. */
    void pack(Tensor tensor, FloatBuffer into);
}
