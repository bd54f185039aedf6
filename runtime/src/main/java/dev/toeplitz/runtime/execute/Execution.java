package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.DeviceException;
import dev.toeplitz.runtime.opencl.BoundKernel;
import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.DeviceBuffer;
import dev.toeplitz.runtime.opencl.DeviceProgram;
import dev.toeplitz.runtime.opencl.Halves;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.opencl.Running;
import dev.toeplitz.runtime.opencl.Session;
import dev.toeplitz.runtime.plan.Layout;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Plan.Binding;
import dev.toeplitz.runtime.plan.Plan.PlannedLaunch;
import dev.toeplitz.runtime.plan.Plan.PlannedStage;
import dev.toeplitz.runtime.plan.Stage;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * A graph on a device: weights uploaded, kernels built and bound once, then run as often as wanted. A run hands all kernels to the
 * device without waiting for any.
 */
public final class Execution implements AutoCloseable {
    /** Elements of a weight that are held beside the device's. */
    private static final int COPIED_AT_ONCE = 1 << 20;

    private final Plan plan;
    private final Session session;
    private final List<DeviceBuffer> slots = new ArrayList<>();
    private final Map<Binding, DeviceBuffer> weights = new HashMap<>();
    private final Map<PlannedStage, List<BoundKernel>> kernels = new LinkedHashMap<>();
    private final DeviceProgram program;

    /** Sees each stage with the time that its kernels took. */
    public interface Observer {
        void ran(PlannedStage stage, long nanoseconds);
    }

    /** Where the program comes from. */
    private interface ProgramSource {
        DeviceProgram build(Session session);
    }

    /** Opens a device for a plan. Refuses before it allocates where the device's memory is too small. */
    public Execution(Plan plan, OpenClDevice device, ProgramCache cache) {
        this(plan, device, session -> session.program(plan.program(), cache));
    }

    /** Without a cache. */
    public Execution(Plan plan, OpenClDevice device) {
        this(plan, device, ProgramCache.NONE);
    }

    /** With a program that was built before from the plan's source. */
    public static Execution ofBinary(Plan plan, OpenClDevice device, byte[] binary) {
        return new Execution(plan, device, session -> session.program(binary));
    }

    private Execution(Plan plan, OpenClDevice device, ProgramSource source) {
        requireMemory(plan, device.description());
        this.plan = plan;
        this.session = new Session(device);
        try {
            for (long bytes : plan.slotBytes()) {
                slots.add(session.buffer("activations", bytes, DataType.UINT8));
            }
            plan.weights().forEach(this::upload);
            program = source.build(session);
            plan.stages().forEach(stage -> kernels.put(stage, bind(stage)));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static void requireMemory(Plan plan, Device device) {
        if (plan.bytes() > device.limits().globalBytes()) {
            throw new DeviceException(
                    "%s needs %,d bytes on a device, and %s has %,d"
                            .formatted(
                                    plan.graph().name(),
                                    plan.bytes(),
                                    device.name(),
                                    device.limits().globalBytes()),
                    "take a smaller batch, or a device with more memory",
                    null);
        }
    }

    private void upload(Binding weight) {
        Value value = value(weight);
        Tensor values = plan.graph().constant(value);
        DataType held = plan.held(weight);
        DeviceBuffer buffer = session.buffer("weight", Plan.elements(weight), held);
        weights.put(weight, buffer);
        if (held == DataType.INT32) {
            session.write(buffer, Order.integersLaidOut(values, Layout.rowMajor(values.shape())));
            return;
        }
        session.fill(buffer, into -> {
            switch (weight) {
                case Binding.PackedWeight(Value _, var packing) -> packing.pack(values, into);
                case Binding.Weight _, Binding.Shared _ -> copy(values, into);
            }
        });
    }

    private static void copy(Tensor values, FloatBuffer into) {
        int most = Math.toIntExact(values.type().elements());
        for (int first = 0; first < most; first += COPIED_AT_ONCE) {
            try (Arena arena = Arena.ofConfined()) {
                into.put(values.floats(first, Math.min(COPIED_AT_ONCE, most - first), arena));
            }
        }
    }

    private static Value value(Binding weight) {
        return switch (weight) {
            case Binding.Weight(Value value) -> value;
            case Binding.PackedWeight(Value value, var _) -> value;
            case Binding.Shared _ -> throw new IllegalStateException("a shared buffer is no weight");
        };
    }

    private List<BoundKernel> bind(PlannedStage stage) {
        List<BoundKernel> bound = new ArrayList<>();
        for (PlannedLaunch launch : stage.launches()) {
            List<DeviceBuffer> buffers =
                    launch.bindings().stream().map(this::buffer).toList();
            BoundKernel kernel =
                    session.bind(program, launch.kernel(), buffers, launch.workItems(), launch.groupItems());
            if (launch.once()) {
                session.enqueue(kernel);
            } else {
                bound.add(kernel);
            }
        }
        return bound;
    }

    private DeviceBuffer buffer(Binding binding) {
        return binding instanceof Binding.Shared(int slot) ? slots.get(slot) : weights.get(binding);
    }

    /** Runs the graph once and gives its outputs, row-major. */
    public Map<Value, float[]> run(Map<Value, Tensor> inputs) {
        write(inputs);
        enqueue();
        return outputs();
    }

    /** Hands all kernels to the device. */
    void enqueue() {
        kernels.forEach((stage, bound) -> during(stage, () -> bound.forEach(session::enqueue)));
    }

    Session session() {
        return session;
    }

    /** Where a value that comes in or goes out is on the device. */
    DeviceBuffer place(Value value) {
        Plan.Place place = plan.places().get(value);
        return slots.get(place.slot()).as(place.type());
    }

    /** The same, and tells when it is done how long each stage took. */
    public Map<Value, float[]> run(Map<Value, Tensor> inputs, Observer observer) {
        write(inputs);
        Map<PlannedStage, List<Running>> running = new LinkedHashMap<>();
        kernels.forEach((stage, bound) -> during(
                stage,
                () -> running.put(stage, bound.stream().map(session::start).toList())));
        session.finish();
        running.forEach((stage, kernels) -> observer.ran(
                stage, kernels.stream().mapToLong(session::nanoseconds).sum()));
        return outputs();
    }

    /**
     * The graph run again and again on the same inputs, timed: each call writes them, runs all kernels and gives the nanoseconds that
     * these took by the device's clock, or by ours where it has none that runs (rusticl on llvmpipe). Outputs stay on the device.
     */
    public LongSupplier repetition(Map<Value, Tensor> inputs) {
        List<Runnable> writes = plan.graph().inputs().stream()
                .map(input -> write(input, inputs))
                .toList();
        return () -> {
            writes.forEach(Runnable::run);
            List<Running> running = new ArrayList<>();
            long began = System.nanoTime();
            kernels.forEach((stage, bound) ->
                    during(stage, () -> bound.forEach(kernel -> running.add(session.start(kernel)))));
            session.finish();
            long ours = System.nanoTime() - began;
            long devices = running.stream().mapToLong(session::nanoseconds).sum();
            return devices > 0 ? devices : ours;
        };
    }

    /** The same, a stage at a time: each is seen while its inputs and outputs are still on the device. */
    public Map<Value, float[]> runStepwise(Map<Value, Tensor> inputs, Observer observer) {
        write(inputs);
        kernels.forEach((stage, bound) -> {
            long[] nanoseconds = new long[1];
            during(stage, () -> bound.forEach(kernel -> nanoseconds[0] += session.nanoseconds(session.start(kernel))));
            observer.ran(stage, nanoseconds[0]);
        });
        return outputs();
    }

    /** The first stage that gives a number that is none, or an infinite one; empty where all are finite. Runs the graph anew. */
    public Optional<NotFinite> firstNotFinite(Map<Value, Tensor> inputs) {
        List<NotFinite> found = new ArrayList<>();
        runStepwise(inputs, (stage, _) -> {
            for (Value output : stage.stage().outputs()) {
                float[] values = found.isEmpty() ? read(output) : new float[0];
                IntStream.range(0, values.length)
                        .filter(i -> !Float.isFinite(values[i]))
                        .findFirst()
                        .ifPresent(i -> found.add(new NotFinite(stage.stage(), output, i, values[i])));
            }
        });
        return found.stream().findFirst();
    }

    /** Where a number that is not finite appeared first. */
    public record NotFinite(Stage stage, Value value, int element, float found) {}

    /** What fails in a stage is told with its name. */
    private static void during(PlannedStage stage, Runnable calls) {
        try {
            calls.run();
        } catch (DeviceException e) {
            throw new DeviceException("node '%s': %s".formatted(stage.stage().name(), e.getMessage()), e);
        }
    }

    private void write(Map<Value, Tensor> inputs) {
        plan.graph().inputs().forEach(input -> write(input, inputs).run());
    }

    /** Brings an input to the device, as often as wanted. */
    private Runnable write(Value input, Map<Value, Tensor> inputs) {
        Plan.Place place = plan.places().get(input);
        Tensor tensor = given(inputs, input);
        if (place.type() == DataType.INT32) {
            int[] laid = Order.integersLaidOut(tensor, place.layout());
            return () -> session.write(place(input), laid);
        }
        float[] laid = Order.laidOut(tensor, place.layout());
        return () -> session.write(place(input), laid);
    }

    static Tensor given(Map<Value, Tensor> inputs, Value input) {
        Tensor tensor = inputs.get(input);
        if (tensor == null || !tensor.shape().equals(input.type().shape())) {
            throw new InputException(
                    "input '%s' is %s"
                            .formatted(input.name(), tensor == null ? "not given" : "of shape " + tensor.shape()),
                    "shape %s".formatted(input.type().shape()),
                    "give it with --input");
        }
        return tensor;
    }

    private Map<Value, float[]> outputs() {
        Map<Value, float[]> outputs = new LinkedHashMap<>();
        plan.graph().outputs().forEach(value -> outputs.put(value, read(value)));
        return outputs;
    }

    /** A value as the device has it now, row-major; only right while nothing else has taken its buffer. */
    float[] read(Value value) {
        return tensor(value).toFloats();
    }

    /** The same as a tensor, its integers to the bit. */
    Tensor tensor(Value value) {
        if (plan.graph().isConstant(value)) {
            Tensor constant = plan.graph().constant(value);
            return plan.held(value) == DataType.INT32
                    ? constant
                    : new Tensor.Floats(value.type(), stored(constant.toFloats()));
        }
        Plan.Place place = plan.places().get(value);
        Layout layout = place.layout();
        DeviceBuffer buffer = place(value);
        int count = value.type().elements() == 0 ? 0 : Math.toIntExact(layout.span());
        return place.type() == DataType.INT32
                ? Order.integers(value.type(), session.readInts(buffer, count), layout)
                : new Tensor.Floats(value.type(), Order.rowMajor(session.read(buffer, count), layout));
    }

    /** Weights as the device has them. */
    private float[] stored(float[] values) {
        return plan.options().storage() == DataType.FLOAT16 ? Halves.rounded(values) : values;
    }

    /** The program as this device's driver can load it again. */
    public byte[] binary() {
        return session.binary(program);
    }

    public Plan plan() {
        return plan;
    }

    @Override
    public void close() {
        session.close();
    }
}
