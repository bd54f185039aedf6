package dev.toeplitz.runtime.opencl;

import static org.jocl.CL.CL_DEVICE_TYPE_ACCELERATOR;
import static org.jocl.CL.CL_DEVICE_TYPE_CPU;
import static org.jocl.CL.CL_DEVICE_TYPE_GPU;

import dev.toeplitz.runtime.opencl.Device.Extent;
import dev.toeplitz.runtime.opencl.Device.Features;
import dev.toeplitz.runtime.opencl.Device.Limits;
import dev.toeplitz.runtime.opencl.Device.Software;
import dev.toeplitz.runtime.opencl.Device.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** Reads what a device says of itself. */
final class DeviceReader {
    /** CL_DEVICE_MAX_NUM_SUB_GROUPS of OpenCL 2.1, which JOCL has no name for; 0 where an OpenCL 3.0 device has none. */
    private static final int MOST_SUBGROUPS = 0x105C;

    private static final int AXES = 3;

    private final cl_platform_id platform;
    private final cl_device_id device;

    private DeviceReader(cl_platform_id platform, cl_device_id device) {
        this.platform = platform;
        this.device = device;
    }

    static Device read(String index, cl_platform_id platform, cl_device_id handle) {
        DeviceReader reader = new DeviceReader(platform, handle);
        return new Device(
                index,
                reader.text(CL.CL_DEVICE_NAME),
                reader.text(CL.CL_DEVICE_VENDOR),
                type(reader.number(CL.CL_DEVICE_TYPE)),
                reader.software(),
                reader.limits(),
                reader.features());
    }

    static Type type(long bits) {
        long kinds = bits & (CL_DEVICE_TYPE_GPU | CL_DEVICE_TYPE_ACCELERATOR | CL_DEVICE_TYPE_CPU);
        if (kinds == CL_DEVICE_TYPE_GPU) {
            return Type.GPU;
        }
        if (kinds == CL_DEVICE_TYPE_ACCELERATOR) {
            return Type.ACCELERATOR;
        }
        return kinds == CL_DEVICE_TYPE_CPU ? Type.CPU : Type.OTHER;
    }

    private Software software() {
        return new Software(
                platformText(platform, CL.CL_PLATFORM_NAME),
                platformText(platform, CL.CL_PLATFORM_VENDOR),
                platformText(platform, CL.CL_PLATFORM_VERSION),
                text(CL.CL_DRIVER_VERSION),
                text(CL.CL_DEVICE_VERSION),
                text(CL.CL_DEVICE_OPENCL_C_VERSION));
    }

    private Limits limits() {
        return new Limits(
                number(CL.CL_DEVICE_MAX_COMPUTE_UNITS),
                number(CL.CL_DEVICE_MAX_CLOCK_FREQUENCY),
                number(CL.CL_DEVICE_GLOBAL_MEM_SIZE),
                number(CL.CL_DEVICE_LOCAL_MEM_SIZE),
                number(CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                number(CL.CL_DEVICE_MAX_WORK_GROUP_SIZE),
                groupExtent());
    }

    private Features features() {
        Set<String> extensions =
                Arrays.stream(text(CL.CL_DEVICE_EXTENSIONS).split("\\s+")).collect(Collectors.toSet());
        return new Features(
                number(CL.CL_DEVICE_COMPILER_AVAILABLE) != 0,
                extensions.contains("cl_khr_fp16"),
                extensions.contains("cl_khr_fp64"),
                extensions.contains("cl_khr_subgroups") || subgroups() > 0,
                extensions.contains("cl_khr_integer_dot_product"),
                (int) number(CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT));
    }

    /** Subgroups are part of OpenCL 2.1 and need no extension from then on; older devices do not know the question. */
    private long subgroups() {
        try {
            return number(MOST_SUBGROUPS);
        } catch (CLException _) {
            return 0;
        }
    }

    /** Every device has three axes, or says so for more. */
    private Extent groupExtent() {
        int axes = Math.max(AXES, (int) number(CL.CL_DEVICE_MAX_WORK_ITEM_DIMENSIONS));
        long[] extents = new long[axes];
        CL.clGetDeviceInfo(
                device, CL.CL_DEVICE_MAX_WORK_ITEM_SIZES, (long) axes * Sizeof.size_t, Pointer.to(extents), null);
        return new Extent(extents[0], extents[1], extents[2]);
    }

    static String platformText(cl_platform_id platform, int parameter) {
        long[] size = new long[1];
        CL.clGetPlatformInfo(platform, parameter, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetPlatformInfo(platform, parameter, bytes.length, Pointer.to(bytes), null);
        return text(bytes);
    }

    private String text(int parameter) {
        long[] size = new long[1];
        CL.clGetDeviceInfo(device, parameter, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetDeviceInfo(device, parameter, bytes.length, Pointer.to(bytes), null);
        return text(bytes);
    }

    private static String text(byte[] zeroEnded) {
        return new String(zeroEnded, StandardCharsets.UTF_8).replace("\0", "").strip();
    }

    /** A number of whatever width the parameter has; the rest of the long stays zero on the little-endian hosts JOCL has. */
    private long number(int parameter) {
        long[] value = new long[1];
        long[] size = new long[1];
        CL.clGetDeviceInfo(device, parameter, 0, null, size);
        CL.clGetDeviceInfo(device, parameter, Math.min(size[0], Sizeof.cl_long), Pointer.to(value), null);
        return value[0];
    }
}
