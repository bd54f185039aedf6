package dev.toeplitz.runtime.opencl;

import dev.toeplitz.terms.DataType;
import org.jocl.cl_mem;

/** Memory on a device for {@code count} numbers of a type; the session that made it owns it. */
public record DeviceBuffer(cl_mem handle, long count, DataType type) {
    /** The same memory read or written as numbers of another type. */
    public DeviceBuffer as(DataType other) {
        return new DeviceBuffer(handle, type.bytes(count) * Byte.SIZE / other.bits(), other);
    }
}
