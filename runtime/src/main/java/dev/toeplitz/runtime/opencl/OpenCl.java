package dev.toeplitz.runtime.opencl;

import static org.jocl.CL.CL_DEVICE_TYPE_ACCELERATOR;
import static org.jocl.CL.CL_DEVICE_TYPE_CPU;
import static org.jocl.CL.CL_DEVICE_TYPE_GPU;

import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** Finds the platforms and devices of this machine. */
public final class OpenCl {
    /** Every type by its bit: Oclgrind refuses CL_DEVICE_TYPE_ALL when a loader passes it on. */
    private static final long ANY_TYPE = CL_DEVICE_TYPE_GPU | CL_DEVICE_TYPE_ACCELERATOR | CL_DEVICE_TYPE_CPU;

    private OpenCl() {}

    /** What can be used here. Never throws: a machine without OpenCL is a usual thing. */
    public static Availability look() {
        return Natives.missing().<Availability>map(missing -> missing).orElseGet(OpenCl::lookForDevices);
    }

    private static Availability lookForDevices() {
        List<OpenClDevice> devices = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            cl_platform_id[] platforms = platforms();
            for (int p = 0; p < platforms.length; p++) {
                devices.addAll(devicesOf(p, platforms[p], problems));
            }
        } catch (CLException e) {
            problems.add("listing platforms: " + Status.name(e));
        } finally {
            JavaSignals.putBack();
        }
        return devices.isEmpty() ? new Availability.NoPlatform(problems) : new Availability.Ready(devices, problems);
    }

    private static cl_platform_id[] platforms() {
        int[] count = new int[1];
        try {
            CL.clGetPlatformIDs(0, null, count);
        } catch (CLException e) {
            return noneIf(Status.PLATFORM_NOT_FOUND, e, new cl_platform_id[0]);
        }
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        if (platforms.length > 0) {
            CL.clGetPlatformIDs(platforms.length, platforms, null);
        }
        return platforms;
    }

    /** A driver that fails takes its own devices away and nobody else's. */
    private static List<OpenClDevice> devicesOf(int number, cl_platform_id platform, List<String> problems) {
        try {
            List<OpenClDevice> devices = new ArrayList<>();
            for (cl_device_id handle : handles(platform)) {
                Device description = DeviceReader.read(number + ":" + devices.size(), platform, handle);
                devices.add(new OpenClDevice(description, platform, handle));
            }
            if (devices.isEmpty() && isPocl(platform)) {
                PoclCache.problem(System.getenv())
                        .ifPresent(why -> problems.add("platform %d: %s".formatted(number, why)));
            }
            return devices;
        } catch (CLException e) {
            problems.add("platform %d: %s".formatted(number, Status.name(e)));
            return List.of();
        }
    }

    private static boolean isPocl(cl_platform_id platform) {
        return PlatformAlias.of(DeviceReader.platformText(platform, CL.CL_PLATFORM_NAME))
                .equals("pocl");
    }

    /** Empty for a platform without devices, which some drivers are where their hardware is missing. */
    private static cl_device_id[] handles(cl_platform_id platform) {
        int[] count = new int[1];
        try {
            CL.clGetDeviceIDs(platform, ANY_TYPE, 0, null, count);
        } catch (CLException e) {
            return noneIf(CL.CL_DEVICE_NOT_FOUND, e, new cl_device_id[0]);
        }
        cl_device_id[] handles = new cl_device_id[count[0]];
        CL.clGetDeviceIDs(platform, ANY_TYPE, handles.length, handles, null);
        return handles;
    }

    private static <T> T noneIf(int status, CLException e, T none) {
        if (e.getStatus() == status) {
            return none;
        }
        throw e;
    }
}
