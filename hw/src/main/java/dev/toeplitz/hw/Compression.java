package dev.toeplitz.hw;

import java.util.Optional;

/**
 * How tensors lie in DRAM whose elements are partly zero, or narrower than the array's operands. On the chip they are whole.
 *
 * @param weights of constants; empty where they lie as {@link Precision} says
 * @param maps likewise of what the network computes
 */
public record Compression(Optional<Code> weights, Optional<Code> maps) {
    public static final Compression NONE = new Compression(Optional.empty(), Optional.empty());

    public boolean isNone() {
        return equals(NONE);
    }
}
