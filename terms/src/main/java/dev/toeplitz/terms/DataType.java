package dev.toeplitz.terms;

/** The type of one tensor element, in memory and in a datapath. */
public enum DataType {
    FLOAT64(64, Kind.FLOAT),
    FLOAT32(32, Kind.FLOAT),
    FLOAT16(16, Kind.FLOAT),
    BFLOAT16(16, Kind.FLOAT),
    INT64(64, Kind.SIGNED),
    INT32(32, Kind.SIGNED),
    INT16(16, Kind.SIGNED),
    INT8(8, Kind.SIGNED),
    INT4(4, Kind.SIGNED),
    UINT64(64, Kind.UNSIGNED),
    UINT32(32, Kind.UNSIGNED),
    UINT16(16, Kind.UNSIGNED),
    UINT8(8, Kind.UNSIGNED),
    BOOL(8, Kind.TRUTH);

    /** What its bits stand for. */
    public enum Kind {
        FLOAT,
        SIGNED,
        UNSIGNED,
        TRUTH
    }

    private final int bits;
    private final Kind kind;

    DataType(int bits, Kind kind) {
        this.bits = bits;
        this.kind = kind;
    }

    /** Bits an element takes in memory. */
    public int bits() {
        return bits;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isFloat() {
        return kind == Kind.FLOAT;
    }

    /** Bytes that {@code elements} of this type take, packed, rounded up to whole bytes. */
    public long bytes(long elements) {
        return Math.ceilDiv(Math.multiplyExact(elements, bits), 8L);
    }
}
