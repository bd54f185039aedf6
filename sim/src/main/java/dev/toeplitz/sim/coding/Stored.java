package dev.toeplitz.sim.coding;

/**
 * A tensor as it lies in DRAM.
 *
 * @param content what is known of it
 * @param denseBits if every element lay as the machine's operands are
 * @param payloadBits of the values that are not zero
 * @param indexBits of whatever says where they belong: runs, values between long runs, bits left over in words
 */
public record Stored(Content content, long denseBits, long payloadBits, long indexBits) {
    public long bits() {
        return Math.addExact(payloadBits, indexBits);
    }

    public long denseBytes() {
        return bytes(denseBits);
    }

    public long bytes() {
        return bytes(bits());
    }

    /** Two tensors that are moved as one. */
    public Stored plus(Stored other) {
        return new Stored(
                content,
                Math.addExact(denseBits, other.denseBits),
                Math.addExact(payloadBits, other.payloadBits),
                Math.addExact(indexBits, other.indexBits));
    }

    /** Bytes as the machine's operands for each byte as it lies. */
    public double ratio() {
        return bits() == 0 ? 1 : denseBits / (double) bits();
    }

    /** What so many dense bytes of it take: as often the whole as that many are, and its share of the rest. */
    public long of(long bytes) {
        if (denseBits == 0) {
            return bytes;
        }
        long whole = denseBytes();
        long rest = (long) Math.ceil(bytes % whole * (bytes() / (double) whole));
        return Math.addExact(Math.multiplyExact(bytes / whole, bytes()), rest);
    }

    private static long bytes(long bits) {
        return Math.ceilDiv(bits, (long) Byte.SIZE);
    }
}
