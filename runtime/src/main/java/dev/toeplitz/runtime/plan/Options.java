package dev.toeplitz.runtime.plan;

import java.util.Optional;

/**
 * What may be chosen about a plan.
 *
 * @param fused whether element-wise followers are computed in the kernel before them
 */
public record Options(Target target, boolean fused, Convolution convolution) {
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
        return new Options(target, true, Convolution.AUTO);
    }

    public Options with(Convolution other) {
        return new Options(target, fused, other);
    }

    public Options unfused() {
        return new Options(target, false, convolution);
    }

    /** Why the tiled kernel may not be taken; empty where it may. */
    Optional<String> refusalOfTiles() {
        return convolution == Convolution.DIRECT
                ? Optional.of("--conv direct asks for the direct kernel")
                : Optional.empty();
    }
}
