package dev.toeplitz.runtime.opencl;

import dev.toeplitz.kernels.KernelSource;
import dev.toeplitz.runtime.DeviceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
            RuntimeException failure = e instanceof CLException status ? Status.failure(on("opening"), status) : e;
            scope.closeAfter(failure);
            throw failure;
        }
    }

    /** Where something happened, for messages. */
    private String on(String what) {
        return "%s on %s".formatted(what, device.description().name());
    }

    /** The OpenCL 1.2 call: the floor here, and there on every later device too. */
    @SuppressWarnings("deprecation")
    private cl_command_queue newQueue() {
        return CL.clCreateCommandQueue(context, device.handle(), CL.CL_QUEUE_PROFILING_ENABLE, null);
    }

    /** Compiles a kernel with a choice of its tile; a failure holds the compiler's log. */
    public DeviceKernel compile(KernelSource source, int tile) {
        return compile(source.name(), source.text(), source.options(tile));
    }

    DeviceKernel compile(String name, String text, String options) {
        return Status.during(on("kernel " + name), () -> {
            cl_program program = scope.own(
                    "program of " + name,
                    CL.clCreateProgramWithSource(context, 1, new String[] {text}, null, null),
                    CL::clReleaseProgram);
            build(program, name, options);
            return new DeviceKernel(
                    scope.own("kernel " + name, CL.clCreateKernel(program, name, null), CL::clReleaseKernel));
        });
    }

    private void build(cl_program program, String name, String options) {
        try {
            CL.clBuildProgram(program, 1, new cl_device_id[] {device.handle()}, options, null, null);
        } catch (CLException e) {
            throw new DeviceException(
                    "kernel %s does not compile on %s with %s: %s; the compiler says%n%s"
                            .formatted(name, device.description().name(), options, Status.name(e), log(program)),
                    e);
        }
    }

    private String log(cl_program program) {
        try {
            long[] size = new long[1];
            CL.clGetProgramBuildInfo(program, device.handle(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
            byte[] bytes = new byte[(int) size[0]];
            CL.clGetProgramBuildInfo(
                    program, device.handle(), CL.CL_PROGRAM_BUILD_LOG, bytes.length, Pointer.to(bytes), null);
            return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
        } catch (CLException e) {
            return "nothing that can be read: " + Status.name(e);
        }
    }

    /** A buffer that holds a copy of some integers. */
    public IntBuffer ints(String label, int[] values) {
        return new IntBuffer(
                allocate(
                        label,
                        CL.CL_MEM_READ_ONLY | CL.CL_MEM_COPY_HOST_PTR,
                        (long) Sizeof.cl_int * values.length,
                        Pointer.to(values)),
                values.length);
    }

    /** A buffer of integers for the device to write. */
    public IntBuffer ints(String label, int count) {
        return new IntBuffer(allocate(label, CL.CL_MEM_WRITE_ONLY, (long) Sizeof.cl_int * count, null), count);
    }

    /** A buffer of single-precision numbers for kernels to read and write. */
    public DeviceBuffer floats(String label, long count) {
        long bytes = Math.max(1, count) * Sizeof.cl_float;
        return new DeviceBuffer(allocate(label, CL.CL_MEM_READ_WRITE, bytes, null), count);
    }

    /** Asks the device first: drivers differ in when they refuse, and some only do so in the first kernel. */
    private cl_mem allocate(String label, long flags, long bytes, Pointer values) {
        long most = device.description().limits().allocationBytes();
        if (bytes > most) {
            throw new DeviceException(
                    "%s: a buffer of %,d bytes, where the largest is %,d".formatted(on(label), bytes, most),
                    "take a smaller batch, or a device with more memory",
                    null);
        }
        return Status.during(
                on(label),
                () -> scope.own(label, CL.clCreateBuffer(context, flags, bytes, values, null), CL::clReleaseMemObject));
    }

    /** Copies numbers to the front of a buffer. */
    public void write(DeviceBuffer buffer, float[] values) {
        if (values.length > 0) {
            long bytes = (long) Sizeof.cl_float * values.length;
            Status.during(on("writing a buffer"), () -> {
                CL.clEnqueueWriteBuffer(queue, buffer.handle(), true, 0, bytes, Pointer.to(values), 0, null, null);
            });
        }
    }

    /** The first numbers of a buffer, after everything enqueued before. */
    public float[] read(DeviceBuffer buffer, int count) {
        float[] values = new float[count];
        read(buffer.handle(), (long) Sizeof.cl_float * count, Pointer.to(values));
        return values;
    }

    /** All integers of a buffer, after everything enqueued before. */
    public int[] read(IntBuffer buffer) {
        int[] values = new int[buffer.count()];
        read(buffer.handle(), (long) Sizeof.cl_int * values.length, Pointer.to(values));
        return values;
    }

    private void read(cl_mem buffer, long bytes, Pointer values) {
        if (bytes > 0) {
            Status.during(on("reading a buffer"), () -> {
                CL.clEnqueueReadBuffer(queue, buffer, true, 0, bytes, values, 0, null, null);
            });
        }
    }

    /** Sets the first numbers of a buffer. */
    public void fill(DeviceBuffer buffer, float value, long count) {
        if (count > 0) {
            Pointer pattern = Pointer.to(new float[] {value});
            Status.during(on("filling a buffer"), () -> {
                CL.clEnqueueFillBuffer(
                        queue, buffer.handle(), pattern, Sizeof.cl_float, 0, count * Sizeof.cl_float, 0, null, null);
            });
        }
    }

    /** A kernel of generated source; the same source is compiled once. */
    public DeviceKernel kernel(String name, String source) {
        return kernels.computeIfAbsent(source, text -> compile(name, text, KernelSource.LANGUAGE));
    }

    /** Runs a kernel on buffers and waits; gives the nanoseconds that the device says it took. */
    public long run(DeviceKernel kernel, List<DeviceBuffer> arguments, long workItems) {
        if (workItems == 0) {
            return 0;
        }
        return Status.during(on("running a kernel"), () -> {
            for (int i = 0; i < arguments.size(); i++) {
                bind(kernel, i, arguments.get(i).handle());
            }
            return timed(kernel, new long[] {workItems}, null);
        });
    }

    /**
     * Runs a kernel on integer buffers, then integers, in groups, and waits.
     *
     * @param groups how many groups along each axis
     * @param extent work-items in a group along each axis
     * @return the nanoseconds that the device says it took
     */
    public long run(DeviceKernel kernel, List<IntBuffer> buffers, List<Integer> scalars, long[] groups, long[] extent) {
        long[] workItems = new long[groups.length];
        Arrays.setAll(workItems, axis -> Math.multiplyExact(groups[axis], extent[axis]));
        return Status.during(on("running a kernel"), () -> {
            int argument = 0;
            for (IntBuffer buffer : buffers) {
                bind(kernel, argument++, buffer.handle());
            }
            for (int scalar : scalars) {
                CL.clSetKernelArg(kernel.handle(), argument++, Sizeof.cl_int, Pointer.to(new int[] {scalar}));
            }
            return timed(kernel, workItems, extent);
        });
    }

    private static void bind(DeviceKernel kernel, int argument, cl_mem buffer) {
        CL.clSetKernelArg(kernel.handle(), argument, Sizeof.cl_mem, Pointer.to(buffer));
    }

    private long timed(DeviceKernel kernel, long[] workItems, long[] extent) {
        cl_event event = new cl_event();
        CL.clEnqueueNDRangeKernel(queue, kernel.handle(), workItems.length, null, workItems, extent, 0, null, event);
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

    /** For tests that count what is left of it. */
    cl_context context() {
        return context;
    }

    @Override
    public void close() {
        scope.close();
    }
}
