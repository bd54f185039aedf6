package dev.toeplitz.runtime.opencl;

import static org.jocl.CL.CL_DEVICE_TYPE_ACCELERATOR;
import static org.jocl.CL.CL_DEVICE_TYPE_CPU;
import static org.jocl.CL.CL_DEVICE_TYPE_GPU;

import dev.toeplitz.runtime.DeviceException;
import dev.toeplitz.runtime.opencl.Device.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** Finds the platforms and devices of this machine. */
public final class OpenCl {
    /** The loader's answer where no driver is registered (cl_khr_icd). */
    private static final int PLATFORM_NOT_FOUND = -1001;

    /** Every type by its bit: Oclgrind refuses CL_DEVICE_TYPE_ALL when a loader passes it on. */
    private static final long ANY_TYPE = CL_DEVICE_TYPE_GPU | CL_DEVICE_TYPE_ACCELERATOR | CL_DEVICE_TYPE_CPU;

    private OpenCl() {}

    /** What can be used here. Never throws: a machine without OpenCL is a usual thing. */
    public static Availability look() {
        try {
            CL.setExceptionsEnabled(true);
            List<OpenClDevice> devices = devices();
            return devices.isEmpty() ? new Availability.NoPlatform() : new Availability.Ready(devices);
        } catch (LinkageError e) {
            return new Availability.NoLoader(firstLine(e));
        } catch (CLException e) {
            if (e.getStatus() == PLATFORM_NOT_FOUND) {
                return new Availability.NoPlatform();
            }
            throw new DeviceException("listing OpenCL platforms: " + e.getMessage(), e);
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }

    private static List<OpenClDevice> devices() {
        int[] count = new int[1];
        CL.clGetPlatformIDs(0, null, count);
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        if (platforms.length > 0) {
            CL.clGetPlatformIDs(platforms.length, platforms, null);
        }
        List<OpenClDevice> devices = new ArrayList<>();
        for (int p = 0; p < platforms.length; p++) {
            cl_device_id[] handles = devicesOf(platforms[p]);
            for (int d = 0; d < handles.length; d++) {
                devices.add(describe(p + ":" + d, platforms[p], handles[d]));
            }
        }
        return devices;
    }

    /** Empty for a platform without devices, which some drivers are where their hardware is missing. */
    private static cl_device_id[] devicesOf(cl_platform_id platform) {
        int[] count = new int[1];
        try {
            CL.clGetDeviceIDs(platform, ANY_TYPE, 0, null, count);
        } catch (CLException e) {
            if (e.getStatus() == CL.CL_DEVICE_NOT_FOUND) {
                return new cl_device_id[0];
            }
            throw e;
        }
        cl_device_id[] handles = new cl_device_id[count[0]];
        CL.clGetDeviceIDs(platform, ANY_TYPE, handles.length, handles, null);
        return handles;
    }

    private static OpenClDevice describe(String index, cl_platform_id platform, cl_device_id handle) {
        List<String> extensions =
                Arrays.asList(text(handle, CL.CL_DEVICE_EXTENSIONS).split(" "));
        Device description = new Device(
                index,
                platformName(platform),
                text(handle, CL.CL_DEVICE_NAME),
                type(number(handle, CL.CL_DEVICE_TYPE)),
                text(handle, CL.CL_DEVICE_VERSION),
                text(handle, CL.CL_DRIVER_VERSION),
                number(handle, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
                number(handle, CL.CL_DEVICE_MAX_CLOCK_FREQUENCY),
                number(handle, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
                number(handle, CL.CL_DEVICE_LOCAL_MEM_SIZE),
                number(handle, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE),
                number(handle, CL.CL_DEVICE_COMPILER_AVAILABLE) != 0,
                extensions.contains("cl_khr_fp16"),
                extensions.contains("cl_khr_fp64"),
                extensions.contains("cl_khr_subgroups"),
                extensions.contains("cl_khr_integer_dot_product"));
        return new OpenClDevice(description, platform, handle);
    }

    private static Type type(long bits) {
        if ((bits & CL_DEVICE_TYPE_GPU) != 0) {
            return Type.GPU;
        }
        if ((bits & CL_DEVICE_TYPE_ACCELERATOR) != 0) {
            return Type.ACCELERATOR;
        }
        return (bits & CL_DEVICE_TYPE_CPU) != 0 ? Type.CPU : Type.OTHER;
    }

    private static String platformName(cl_platform_id platform) {
        long[] size = new long[1];
        CL.clGetPlatformInfo(platform, CL.CL_PLATFORM_NAME, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetPlatformInfo(platform, CL.CL_PLATFORM_NAME, bytes.length, Pointer.to(bytes), null);
        return text(bytes);
    }

    private static String text(cl_device_id device, int parameter) {
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
    private static long number(cl_device_id device, int parameter) {
        long[] value = new long[1];
        long[] size = new long[1];
        CL.clGetDeviceInfo(device, parameter, 0, null, size);
        CL.clGetDeviceInfo(device, parameter, Math.min(size[0], Sizeof.cl_long), Pointer.to(value), null);
        return value[0];
    }
}
