package dev.toeplitz.sweep.space;

import java.io.Serializable;

/**
 * What a design takes, whatever runs on it. FPGA resources are 0 where the space names no FPGA.
 *
 * @param macs done a cycle at most
 * @param bufferBytes of all buffers and accumulators
 */
public record Resources(long pes, long macs, long bufferBytes, double dsps, double blockRams, double logic)
        implements Serializable {}
