package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.DeviceException;
import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.DeviceBuffer;
import dev.toeplitz.runtime.opencl.DeviceKernel;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.Session;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Plan.Binding;
import dev.toeplitz.runtime.plan.Plan.PlannedLaunch;
import dev.toeplitz.runtime.plan.Plan.PlannedNode;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph on a device: weights uploaded and kernels compiled once, then run as often as wanted. */
public final class Execution implements AutoCloseable {
    private final Plan plan;
    private final Session session;
    private final List<DeviceBuffer> slots = new ArrayList<>();
    private final Map<Value, DeviceBuffer> weights = new HashMap<>();

    /** Sees each node when it has run, while its inputs and outputs are still on the device. */
    public interface Observer {
        void ran(PlannedNode node, long nanoseconds);
    }

    /** Opens a device for a plan. Refuses before it allocates where the device's memory is too small. */
    public Execution(Plan plan, OpenClDevice device) {
        requireMemory(plan, device.description());
        this.plan = plan;
        this.session = new Session(device);
        try {
            for (long elements : plan.slotElements()) {
                slots.add(session.floats("activations", elements));
            }
            plan.constants().forEach(this::upload);
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
                    null);
        }
    }

    private void upload(Value value) {
        Tensor tensor = plan.graph().constant(value);
        DeviceBuffer buffer =
                session.floats("weight " + value.name(), value.type().elements());
        session.write(buffer, floats(tensor));
        weights.put(value, buffer);
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.type().elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) tensor.at(i);
        }
        return values;
    }

    /** Runs the graph once and gives its outputs. */
    public Map<Value, float[]> run(Map<Value, Tensor> inputs, Observer observer) {
        Graph graph = plan.graph();
        for (Value input : graph.inputs()) {
            session.write(slots.get(plan.slots().get(input)), floats(given(inputs, input)));
        }
        for (PlannedNode node : plan.nodes()) {
            observer.ran(node, run(node));
        }
        Map<Value, float[]> outputs = new LinkedHashMap<>();
        graph.outputs().forEach(value -> outputs.put(value, read(value)));
        return outputs;
    }

    private static Tensor given(Map<Value, Tensor> inputs, Value input) {
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

    private long run(PlannedNode node) {
        long nanoseconds = 0;
        for (PlannedLaunch launch : node.launches()) {
            try {
                nanoseconds += run(launch);
            } catch (DeviceException e) {
                throw new DeviceException("node '%s': %s".formatted(node.node().name(), e.getMessage()), e);
            }
        }
        return nanoseconds;
    }

    private long run(PlannedLaunch launch) {
        List<DeviceBuffer> buffers =
                launch.bindings().stream().map(this::buffer).toList();
        if (!Double.isNaN(launch.fill())) {
            session.fill(
                    buffers.getLast(), (float) launch.fill(), buffers.getLast().count());
        }
        DeviceKernel kernel = session.kernel(launch.kernel(), launch.source());
        return session.run(kernel, buffers, launch.workItems());
    }

    private DeviceBuffer buffer(Binding binding) {
        return switch (binding) {
            case Binding.Shared(int slot) -> slots.get(slot);
            case Binding.Weight(Value value) -> weights.get(value);
        };
    }

    /** A value as it lies on the device now; only right while nothing else has taken its buffer. */
    float[] read(Value value) {
        DeviceBuffer buffer = weights.containsKey(value)
                ? weights.get(value)
                : slots.get(plan.slots().get(value));
        return session.read(buffer, Math.toIntExact(value.type().elements()));
    }

    Plan plan() {
        return plan;
    }

    @Override
    public void close() {
        session.close();
    }
}
