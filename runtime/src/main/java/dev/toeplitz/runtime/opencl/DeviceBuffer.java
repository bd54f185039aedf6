package dev.toeplitz.runtime.opencl;

import org.jocl.cl_mem;

/** Memory on a device for {@code count} single-precision numbers; the session that made it owns it. */
public record DeviceBuffer(cl_mem handle, long count) {}
