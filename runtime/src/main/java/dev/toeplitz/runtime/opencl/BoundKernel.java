package dev.toeplitz.runtime.opencl;

import org.jocl.cl_kernel;

/**
 * A kernel with everything bound that it needs, to be started as often as wanted; the session that made it owns it.
 *
 * @param groupExtent work-items in a group; null where the driver chooses
 */
public record BoundKernel(String name, cl_kernel handle, long[] workItems, long[] groupExtent) {}
