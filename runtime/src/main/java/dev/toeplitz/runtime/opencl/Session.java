package dev.toeplitz.runtime.opencl;

import dev.toeplitz.kernels.KernelSource;
import dev.toeplitz.runtime.DeviceException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;

/** A context and an in-order profiling queue on one device; everything made through it goes when it is closed. */
public final class Session implements AutoCloseable {
    private final DeviceScope scope = new DeviceScope();
    private final OpenClDevice device;
    private final cl_context context;
    private final cl_command_queue queue;
    private final Map<String, DeviceKernel> kernels = new HashMap<>();

    public Session(OpenClDevice device) {
        this.device = device;
        try {
            cl_context_properties properties = new cl_context_properties();
            properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
            context = scope.own(
                    "context",
                    CL.clCreateContext(properties, 1, new cl_device_id[] {device.handle()}, null, null, null),
                    CL::clReleaseContext);
            queue = scope.own("queue", newQueue(), CL::clReleaseCommandQueue);
        } catch (RuntimeException e) {
            scope.close();
            throw failed("opening " + device.description().name(), e);
        }
    }

    /** The OpenCL 1.2 call: the floor here, and there on every later device too. */
    @SuppressWarnings("deprecation")
    private cl_command_queue newQueue() {
        return CL.clCreateCommandQueue(context, device.handle(), CL.CL_QUEUE_PROFILING_ENABLE, null);
    }

    /** Compiles a kernel; a failure holds the compiler's log. */
    public cl_kernel compile(KernelSource source) {
        return compile(source.name(), source.text(), KernelSource.LANGUAGE);
    }

    cl_kernel compile(String name, String text, String options) {
        cl_program program = scope.own(
                "program of " + name,
                CL.clCreateProgramWithSource(context, 1, new String[] {text}, null, null),
                CL::clReleaseProgram);
        try {
            CL.clBuildProgram(program, 1, new cl_device_id[] {device.handle()}, options, null, null);
        } catch (CLException e) {
            throw new DeviceException(
                    "kernel %s does not compile on %s: %s%n%s"
                            .formatted(name, device.description().name(), e.getMessage(), log(program)),
                    e);
        }
        return scope.own("kernel " + name, CL.clCreateKernel(program, name, null), CL::clReleaseKernel);
    }

    private String log(cl_program program) {
        long[] size = new long[1];
        CL.clGetProgramBuildInfo(program, device.handle(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetProgramBuildInfo(
                program, device.handle(), CL.CL_PROGRAM_BUILD_LOG, bytes.length, Pointer.to(bytes), null);
        return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
    }

    /** A buffer that holds a copy of some integers. */
    public cl_mem buffer(String label, int[] values) {
        return scope.own(
                label,
                CL.clCreateBuffer(
                        context,
                        CL.CL_MEM_READ_ONLY | CL.CL_MEM_COPY_HOST_PTR,
                        (long) Sizeof.cl_int * values.length,
                        Pointer.to(values),
                        null),
                CL::clReleaseMemObject);
    }

    /** A buffer for the device to write. */
    public cl_mem buffer(String label, long bytes) {
        return scope.own(
                label, CL.clCreateBuffer(context, CL.CL_MEM_WRITE_ONLY, bytes, null, null), CL::clReleaseMemObject);
    }

    /** A buffer of single-precision numbers for kernels to read and write. */
    public DeviceBuffer floats(String label, long count) {
        long bytes = Math.max(1, count) * Sizeof.cl_float;
        cl_mem handle = scope.own(
                label, CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, bytes, null, null), CL::clReleaseMemObject);
        return new DeviceBuffer(handle, count);
    }

    /** Copies numbers to the front of a buffer. */
    public void write(DeviceBuffer buffer, float[] values) {
        if (values.length > 0) {
            long bytes = (long) Sizeof.cl_float * values.length;
            CL.clEnqueueWriteBuffer(queue, buffer.handle(), true, 0, bytes, Pointer.to(values), 0, null, null);
        }
    }

    /** The first numbers of a buffer, after everything enqueued before. */
    public float[] read(DeviceBuffer buffer, int count) {
        float[] values = new float[count];
        if (count > 0) {
            long bytes = (long) Sizeof.cl_float * count;
            CL.clEnqueueReadBuffer(queue, buffer.handle(), true, 0, bytes, Pointer.to(values), 0, null, null);
        }
        return values;
    }

    /** Sets the first numbers of a buffer. */
    public void fill(DeviceBuffer buffer, float value, long count) {
        if (count > 0) {
            Pointer pattern = Pointer.to(new float[] {value});
            CL.clEnqueueFillBuffer(
                    queue, buffer.handle(), pattern, Sizeof.cl_float, 0, count * Sizeof.cl_float, 0, null, null);
        }
    }

    /** A kernel of generated source; the same source is compiled once. */
    public DeviceKernel kernel(String name, String source) {
        return kernels.computeIfAbsent(source, text -> new DeviceKernel(compile(name, text, KernelSource.LANGUAGE)));
    }

    /** Runs a kernel on buffers and waits; gives the nanoseconds that the device says it took. */
    public long run(DeviceKernel kernel, List<DeviceBuffer> arguments, long workItems) {
        if (workItems == 0) {
            return 0;
        }
        for (int i = 0; i < arguments.size(); i++) {
            CL.clSetKernelArg(
                    kernel.handle(),
                    i,
                    Sizeof.cl_mem,
                    Pointer.to(arguments.get(i).handle()));
        }
        return run(kernel.handle(), workItems);
    }

    /** Runs a kernel over a range and waits; gives the nanoseconds that the device says it took. */
    public long run(cl_kernel kernel, long... range) {
        cl_event event = new cl_event();
        CL.clEnqueueNDRangeKernel(queue, kernel, range.length, null, range, null, 0, null, event);
        try (DeviceScope one = new DeviceScope()) {
            one.own("event", event, CL::clReleaseEvent);
            CL.clWaitForEvents(1, new cl_event[] {event});
            return profile(event, CL.CL_PROFILING_COMMAND_END) - profile(event, CL.CL_PROFILING_COMMAND_START);
        }
    }

    private static long profile(cl_event event, int moment) {
        long[] nanoseconds = new long[1];
        CL.clGetEventProfilingInfo(event, moment, Sizeof.cl_ulong, Pointer.to(nanoseconds), null);
        return nanoseconds[0];
    }

    /** Reads integers back, after everything enqueued before. */
    public int[] read(cl_mem buffer, int count) {
        int[] values = new int[count];
        CL.clEnqueueReadBuffer(queue, buffer, true, 0, (long) Sizeof.cl_int * count, Pointer.to(values), 0, null, null);
        return values;
    }

    private static DeviceException failed(String what, RuntimeException cause) {
        return new DeviceException(what + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        scope.close();
    }
}
