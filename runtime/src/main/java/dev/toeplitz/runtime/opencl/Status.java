package dev.toeplitz.runtime.opencl;

import dev.toeplitz.runtime.DeviceException;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.CLException;

/** What OpenCL answered, in words. {@code org.jocl.CLException} never leaves this package: callers see device failures. */
final class Status {
    /** The loader's answer where no driver is registered (cl_khr_icd). */
    static final int PLATFORM_NOT_FOUND = CL.CL_PLATFORM_NOT_FOUND_KHR;

    private Status() {}

    /** Carries out some calls; what fails in them is told with where it happened. */
    static <T> T during(String where, Supplier<T> calls) {
        try {
            return calls.get();
        } catch (CLException e) {
            throw failure(where, e);
        }
    }

    static void during(String where, Runnable calls) {
        during(where, () -> {
            calls.run();
            return null;
        });
    }

    static DeviceException failure(String where, CLException e) {
        return new DeviceException(where + ": " + name(e), toTry(e.getStatus()), e);
    }

    /** The code's name in OpenCL's header. Some of JOCL's own refusals bring a text and no code. */
    static String name(CLException e) {
        return e.getStatus() == CL.CL_SUCCESS ? e.getMessage() : CL.stringFor_errorCode(e.getStatus());
    }

    private static String toTry(int status) {
        return switch (status) {
            case CL.CL_OUT_OF_RESOURCES, CL.CL_OUT_OF_HOST_MEMORY, CL.CL_MEM_OBJECT_ALLOCATION_FAILURE ->
                "free memory on the device, or take a smaller batch";
            case CL.CL_INVALID_BUFFER_SIZE -> "take a smaller batch, or a device with more memory";
            case CL.CL_DEVICE_NOT_AVAILABLE -> "see whether another process holds the device, or take another one";
            case CL.CL_INVALID_WORK_GROUP_SIZE, CL.CL_INVALID_WORK_ITEM_SIZE ->
                "the device takes no work-group of that size; take another device";
            default -> "`toeplitz devices` tries each device; take another one, or update its driver";
        };
    }
}
