package dev.toeplitz.runtime.opencl;

import dev.toeplitz.kernels.KernelSource;
import dev.toeplitz.runtime.DeviceException;
import dev.toeplitz.terms.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
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

/** A context and an in-order profiling queue on one device; everything made through it goes when it is closed. */
public final class Session implements AutoCloseable {
    /** Elements behind a buffer's own: the widest tile's row. */
    private static final int SLACK = 256;

    private final DeviceScope scope = new DeviceScope();
    private final OpenClDevice device;
    private final cl_context context;
    private final cl_command_queue queue;
    private final ProgramBuilder builder;

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
            builder = new ProgramBuilder(scope, device, context);
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
        return builder.compile(source.name(), source.text(), source.options(tile));
    }

    DeviceKernel compile(String name, String text, String options) {
        return builder.compile(name, text, options);
    }

    /** A program of generated source, from the cache where it is there. */
    public DeviceProgram program(String source, ProgramCache cache) {
        return builder.program(source, cache);
    }

    /** A program that was built before, by this driver or by a vendor's tools for its board. */
    public DeviceProgram program(byte[] binary) {
        return builder.program(binary);
    }

    /** A program as this device's driver can load it again. */
    public byte[] binary(DeviceProgram program) {
        return builder.binary(program);
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
        return buffer(label, count, DataType.FLOAT32);
    }

    /**
     * A buffer of FLOAT32, FLOAT16, INT8, UINT8, INT16 or INT32 for kernels to read and write, with a little more behind it: kernels load
     * whole vectors and leave out what is too much.
     */
    public DeviceBuffer buffer(String label, long count, DataType type) {
        long bytes = type.bytes(count) + (long) Float.BYTES * SLACK;
        return new DeviceBuffer(allocate(label, CL.CL_MEM_READ_WRITE, bytes, null), count, type);
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

    /** Copies numbers to the front of a buffer, rounded to what it holds. */
    public void write(DeviceBuffer buffer, float[] values) {
        if (values.length > 0) {
            long bytes = buffer.type().bytes(values.length);
            Pointer from = switch (buffer.type()) {
                case FLOAT16 -> Pointer.to(Halves.of(values));
                case INT8, UINT8 -> Pointer.to(Wholes.bytes(values));
                case INT16 -> Pointer.to(Wholes.shorts(values));
                default -> Pointer.to(values);
            };
            Status.during(on("writing a buffer"), () -> {
                CL.clEnqueueWriteBuffer(queue, buffer.handle(), true, 0, bytes, from, 0, null, null);
            });
        }
    }

    /** Copies integers to the front of a buffer of INT32. */
    public void write(DeviceBuffer buffer, int[] values) {
        if (values.length > 0) {
            long bytes = buffer.type().bytes(values.length);
            Status.during(on("writing a buffer"), () -> {
                CL.clEnqueueWriteBuffer(queue, buffer.handle(), true, 0, bytes, Pointer.to(values), 0, null, null);
            });
        }
    }

    /** The first integers of a buffer of INT32, after everything enqueued before. */
    public int[] readInts(DeviceBuffer buffer, int count) {
        int[] values = new int[count];
        read(buffer.handle(), buffer.type().bytes(count), Pointer.to(values));
        return values;
    }

    /**
     * Has a buffer's numbers, all of them, written in place where they are of single precision, so that they are held nowhere else; the
     * numbers before are lost.
     */
    public void fill(DeviceBuffer buffer, Consumer<FloatBuffer> writer) {
        int count = Math.toIntExact(buffer.count());
        if (buffer.type() == DataType.FLOAT32 && count > 0 && isThreadSafe()) {
            Status.during(
                    on("writing a buffer"),
                    () -> fillInPlace(buffer.handle(), buffer.type().bytes(count), writer));
        } else {
            FloatBuffer values = FloatBuffer.allocate(count);
            writer.accept(values);
            write(buffer, values.array());
        }
    }

    /**
     * JOCL waits on a thread of its own for transfers that nobody waits for, and until memory is no longer mapped; Oclgrind, unlike
     * OpenCL, forbids several threads.
     */
    private boolean isThreadSafe() {
        return !device.description().software().platform().contains("Oclgrind");
    }

    private void fillInPlace(cl_mem buffer, long bytes, Consumer<FloatBuffer> writer) {
        ByteBuffer mapped = CL.clEnqueueMapBuffer(
                queue, buffer, true, CL.CL_MAP_WRITE_INVALIDATE_REGION, 0, bytes, 0, null, null, null);
        try {
            writer.accept(mapped.order(ByteOrder.nativeOrder()).asFloatBuffer());
        } finally {
            CL.clEnqueueUnmapMemObject(queue, buffer, mapped, 0, null, null);
        }
    }

    /** The first numbers of a buffer, after everything enqueued before. */
    public float[] read(DeviceBuffer buffer, int count) {
        long bytes = buffer.type().bytes(count);
        if (buffer.type() == DataType.FLOAT16) {
            short[] halves = new short[count];
            read(buffer.handle(), bytes, Pointer.to(halves));
            return Halves.floats(halves);
        }
        if (buffer.type() == DataType.INT8 || buffer.type() == DataType.UINT8) {
            byte[] wholes = new byte[count];
            read(buffer.handle(), bytes, Pointer.to(wholes));
            return Wholes.floats(wholes, buffer.type() == DataType.INT8);
        }
        float[] values = new float[count];
        read(buffer.handle(), bytes, Pointer.to(values));
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

    /**
     * A kernel of a program with its buffers bound; refuses where the program's kernel takes another number of them.
     *
     * @param groupItems work-items of a work-group, a divisor of all; 0 leaves it to the driver
     */
    public BoundKernel bind(
            DeviceProgram program, String name, List<DeviceBuffer> buffers, long workItems, int groupItems) {
        return Status.during(on("kernel " + name), () -> {
            cl_kernel kernel =
                    scope.own("kernel " + name, CL.clCreateKernel(program.handle(), name, null), CL::clReleaseKernel);
            int[] arguments = new int[1];
            CL.clGetKernelInfo(kernel, CL.CL_KERNEL_NUM_ARGS, Sizeof.cl_uint, Pointer.to(arguments), null);
            if (arguments[0] != buffers.size()) {
                throw new DeviceException(
                        "%s takes %d arguments, and the plan binds %d"
                                .formatted(on("kernel " + name), arguments[0], buffers.size()),
                        "build the program from this version's source",
                        null);
            }
            for (int i = 0; i < buffers.size(); i++) {
                CL.clSetKernelArg(
                        kernel, i, Sizeof.cl_mem, Pointer.to(buffers.get(i).handle()));
            }
            return new BoundKernel(
                    name, kernel, new long[] {workItems}, groupItems == 0 ? null : new long[] {groupItems});
        });
    }

    /** Hands a kernel to the device, after all that was handed to it before. */
    public void enqueue(BoundKernel kernel) {
        Status.during(on("starting " + kernel.name()), () -> {
            CL.clEnqueueNDRangeKernel(
                    queue, kernel.handle(), 1, null, kernel.workItems(), kernel.groupExtent(), 0, null, null);
        });
    }

    /** The same, to be timed; {@link #nanoseconds} has to be asked for each. */
    public Running start(BoundKernel kernel) {
        return Status.during(on("starting " + kernel.name()), () -> {
            cl_event event = new cl_event();
            CL.clEnqueueNDRangeKernel(
                    queue, kernel.handle(), 1, null, kernel.workItems(), kernel.groupExtent(), 0, null, event);
            return new Running(event);
        });
    }

    /** A queue of its own for transfers, beside the one of the kernels. */
    public TransferLane lane(String label) {
        if (!isThreadSafe()) {
            throw new DeviceException(
                    on(label) + ": this driver forbids several threads, and transfers need them",
                    "take another device, or run batches one by one",
                    null);
        }
        return Status.during(
                on(label),
                () -> new TransferLane(scope.own(label, newQueue(), CL::clReleaseCommandQueue), on("a transfer")));
    }

    /**
     * The first bytes of a buffer into another one, among the kernels and after something else.
     *
     * @param events owns the event that is given back
     */
    public Running copy(DeviceBuffer from, DeviceBuffer to, long bytes, List<Running> after, DeviceScope events) {
        return Status.during(on("copying a buffer"), () -> {
            cl_event event = new cl_event();
            CL.clEnqueueCopyBuffer(
                    queue, from.handle(), to.handle(), 0, 0, bytes, after.size(), TransferLane.list(after), event);
            return new Running(events.own("event", event, CL::clReleaseEvent));
        });
    }

    /** Has the device begin with what was handed to it. */
    public void flush() {
        Status.during(on("starting the device"), () -> {
            CL.clFlush(queue);
        });
    }

    /** Waits for all that was handed to the device. */
    public void finish() {
        Status.during(on("waiting for the device"), () -> {
            CL.clFinish(queue);
        });
    }

    /** How long a kernel took by the device's clock, and forgets it. */
    public long nanoseconds(Running running) {
        return Status.during(on("timing a kernel"), () -> {
            try (DeviceScope one = new DeviceScope()) {
                one.own("event", running.handle(), CL::clReleaseEvent);
                CL.clWaitForEvents(1, new cl_event[] {running.handle()});
                return profile(running.handle(), CL.CL_PROFILING_COMMAND_END)
                        - profile(running.handle(), CL.CL_PROFILING_COMMAND_START);
            }
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
