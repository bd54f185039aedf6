package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.terms.DataType;
import java.util.List;
import java.util.Locale;
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
        DIRECT,
        /** Winograd's algorithm wherever it can be had, with the tile that is estimated to be the faster. */
        WINOGRAD,
        /** The same with tiles of 2 × 2. */
        WINOGRAD2,
        /** The same with tiles of 4 × 4. */
        WINOGRAD4;

        /** The tiles of Winograd's algorithm that may be taken. */
        List<Winograd> winograd() {
            return switch (this) {
                case AUTO, WINOGRAD -> List.of(Winograd.values());
                case WINOGRAD2 -> List.of(Winograd.TWO);
                case WINOGRAD4 -> List.of(Winograd.FOUR);
                case IM2COL, IMPLICIT, DIRECT -> List.of();
            };
        }

        /** The choice as it is written on a command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Options of(Target target) {
        return new Options(target, true, Convolution.AUTO, DataType.FLOAT32);
    }

    public Options with(Convolution other) {
        return new Options(target, fused, other, storage);
    }

    /**
     * With weights and activations in half precision. Not in vectors: CPUs' drivers that convert by integer arithmetic (PoCL 3.1) take
     * minutes to compile tiles full of it, so general kernels run there.
     */
    public Options half() {
        return new Options(target.isVector() ? Target.GENERAL : target, fused, convolution, DataType.FLOAT16);
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
