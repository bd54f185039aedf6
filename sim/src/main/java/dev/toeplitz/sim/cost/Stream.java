package dev.toeplitz.sim.cost;

/** What DRAM bytes are moved for. */
public enum Stream {
    INPUT_READ(Cause.INPUT_BANDWIDTH, false),
    WEIGHT_READ(Cause.WEIGHT_BANDWIDTH, false),
    /** What element-wise followers read: a residual, a bias. */
    EPILOGUE_READ(Cause.INPUT_BANDWIDTH, false),
    PARTIAL_SUM_READ(Cause.OUTPUT_BANDWIDTH, false),
    IM2COL_READ(Cause.IM2COL, false),
    IM2COL_WRITE(Cause.IM2COL, true),
    PARTIAL_SUM_WRITE(Cause.OUTPUT_BANDWIDTH, true),
    OUTPUT_WRITE(Cause.OUTPUT_BANDWIDTH, true);

    private final Cause cause;
    private final boolean write;

    Stream(Cause cause, boolean write) {
        this.cause = cause;
        this.write = write;
    }

    /** The stall that this stream makes where bandwidth does not suffice. */
    public Cause cause() {
        return cause;
    }

    public boolean isWrite() {
        return write;
    }
}
