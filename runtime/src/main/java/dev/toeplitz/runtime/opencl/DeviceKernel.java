package dev.toeplitz.runtime.opencl;

import org.jocl.cl_kernel;

/** A compiled kernel; the session that made it owns it. */
public record DeviceKernel(cl_kernel handle) {}
