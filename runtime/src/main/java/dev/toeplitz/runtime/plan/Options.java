package dev.toeplitz.runtime.plan;

import dev.toeplitz.terms.DataType;
import java.util.Optional;

/**
 * What may be chosen about a plan.
 *
 * @param fused whether element-wise followers are computed in the kernel before them
 * @param storage FLOAT32, or FLOAT16 for weights and activations of half the bytes; kernels compute in FLOAT32 either way
 */
public record Options(Target target, boolean fused, Convolution convolution, DataType storage) {
    /** How convolutions are carried out. */
    public enum Convolution {
        /** The first kernel of the list that fits. */
        AUTO,
        /** The Toeplitz matrix is written to memory, then multiplied. */
        IM2COL,
        /** The Toeplitz matrix is read through its view and never written. */
        IMPLICIT,
        /** One work-item an element of the output, every product in its own order. */
        DIRECT
    }

    public static Options of(Target target) {
        return new Options(target, true, Convolution.AUTO, DataType.FLOAT32);
    }

    public Options with(Convolution other) {
        return new Options(target, fused, other, storage);
    }

    /**
     * With weights and activations in half precision, by general kernels: CPUs' drivers that convert by integer arithmetic (PoCL 3.1)
     * take minutes to compile tiles full of it.
     */
    public Options half() {
        return new Options(Target.GENERAL, fused, convolution, DataType.FLOAT16);
    }

    public Options unfused() {
        return new Options(target, false, convolution, storage);
    }

    /** Why the tiled kernel may not be taken; empty where it may. */
    Optional<String> refusalOfTiles() {
        return convolution == Convolution.DIRECT
                ? Optional.of("--conv direct asks for the direct kernel")
                : Optional.empty();
    }
}
