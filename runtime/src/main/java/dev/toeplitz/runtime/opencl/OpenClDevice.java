package dev.toeplitz.runtime.opencl;

import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** A device with the handles to reach it. */
public record OpenClDevice(Device description, cl_platform_id platform, cl_device_id handle) {}
