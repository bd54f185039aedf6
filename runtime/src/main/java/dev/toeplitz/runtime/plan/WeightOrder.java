package dev.toeplitz.runtime.plan;

import java.nio.FloatBuffer;

/** How weights are brought, once, into what a kernel reads. */
public sealed interface WeightOrder permits Packing, WinogradWeights {
    /** Elements of what the kernel reads. */
    long elements();

    /** What the kernel reads, from the tensor's elements, row-major. */
    void pack(FloatBuffer tensor, FloatBuffer into);
}
