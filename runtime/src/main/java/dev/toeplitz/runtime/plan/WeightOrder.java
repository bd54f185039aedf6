package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.tensor.Tensor;
import java.nio.FloatBuffer;

/** How weights are brought, once, into what a kernel reads. */
public sealed interface WeightOrder permits Packing, PairPacking, WinogradWeights {
    /** Elements of what the kernel reads. */
    long elements();

    /** Writes all that the kernel reads; of the tensor no more is held at a time than need be. */
    void pack(Tensor tensor, FloatBuffer into);
}
