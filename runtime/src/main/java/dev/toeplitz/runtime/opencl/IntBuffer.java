package dev.toeplitz.runtime.opencl;

import org.jocl.cl_mem;

/** Memory on a device for {@code count} 32-bit integers; the session that made it owns it. */
public record IntBuffer(cl_mem handle, int count) {}
