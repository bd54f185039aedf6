package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.tensor.Tensor;

/** How weights are brought, once, into what a kernel reads. */
public sealed interface WeightOrder permits Packing, WinogradWeights {
    /** Elements of what the kernel reads. */
    long elements();

    /** What the kernel reads. */
    float[] pack(Tensor tensor);
}
