package dev.toeplitz.runtime.opencl;

import dev.toeplitz.terms.DataType;
import org.jocl.cl_mem;

/** Memory on a device for {@code count} numbers of single or half precision; the session that made it owns it. */
public record DeviceBuffer(cl_mem handle, long count, DataType type) {}
