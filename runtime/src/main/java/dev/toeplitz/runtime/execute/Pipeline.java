package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.opencl.DeviceBuffer;
import dev.toeplitz.runtime.opencl.DeviceScope;
import dev.toeplitz.runtime.opencl.HostNumbers;
import dev.toeplitz.runtime.opencl.Running;
import dev.toeplitz.runtime.opencl.Session;
import dev.toeplitz.runtime.opencl.TransferLane;
import dev.toeplitz.runtime.plan.Layout;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.terms.DataType;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A graph run on one batch after another so that the device never waits: inputs and outputs have two buffers each, and while the
 * kernels of a batch run, the next one is laid out and brought to the device, and the one before is brought back.
 *
 * <pre>
 *   upload      0  1     2     3
 *   kernels        0---  1---  2---  3---
 *   download             0     1     2     3
 * </pre>
 */
public final class Pipeline implements AutoCloseable {
    private static final int BUFFERS = 2;

    private final Execution execution;
    private final Session session;
    private final TransferLane uploads;
    private final TransferLane downloads;
    private final Arena arena = Arena.ofShared();
    private final List<Port> inputs = new ArrayList<>();
    private final List<Port> outputs = new ArrayList<>();

    /** Where a value of the graph comes in or goes out: in the kernels' own buffer, and in those that are brought here or there. */
    private record Port(
            Value value, Layout layout, DeviceBuffer own, List<DeviceBuffer> onDevice, List<HostNumbers> onHost) {}

    /** A batch under way: what it will be done with, and the events that lead there. */
    private record Batch(int buffer, List<Running> arrivals, DeviceScope events) {}

    /** What is there of the execution while this is used is this's: nobody else may run it. */
    public Pipeline(Execution execution) {
        this.execution = execution;
        this.session = execution.session();
        this.uploads = session.lane("queue of uploads");
        this.downloads = session.lane("queue of downloads");
        Plan plan = execution.plan();
        plan.graph().inputs().forEach(value -> inputs.add(port(value)));
        plan.graph().outputs().stream()
                .filter(value -> !plan.graph().isConstant(value))
                .forEach(value -> outputs.add(port(value)));
    }

    private Port port(Value value) {
        Plan.Place place = execution.plan().places().get(value);
        int count = value.type().elements() == 0
                ? 0
                : Math.toIntExact(place.layout().span());
        List<DeviceBuffer> onDevice = new ArrayList<>();
        List<HostNumbers> onHost = new ArrayList<>();
        for (int i = 0; i < BUFFERS; i++) {
            onDevice.add(session.buffer("a batch of " + value.name(), count, place.type()));
            onHost.add(HostNumbers.in(arena, place.type(), count));
        }
        return new Port(value, place.layout(), execution.place(value), onDevice, onHost);
    }

    /**
     * Runs every batch and hands its outputs over, in order, row-major. A batch is asked for while the one before is still running.
     *
     * @return how many there were
     */
    public long run(Iterator<Map<Value, Tensor>> batches, Consumer<Map<Value, float[]>> results) {
        long count = 0;
        Deque<Batch> underWay = new ArrayDeque<>();
        try {
            while (batches.hasNext()) {
                underWay.add(start(batches.next(), (int) (count % BUFFERS)));
                if (underWay.size() == BUFFERS) {
                    results.accept(arrived(underWay.remove()));
                }
                count++;
            }
            while (!underWay.isEmpty()) {
                results.accept(arrived(underWay.remove()));
            }
            return count;
        } finally {
            // Where one failed: nobody asks for these any more.
            underWay.forEach(batch -> batch.events().close());
        }
    }

    /** Whoever had these buffers before has arrived. */
    private Batch start(Map<Value, Tensor> given, int buffer) {
        DeviceScope events = new DeviceScope();
        try {
            return start(given, buffer, events);
        } catch (RuntimeException e) {
            events.close();
            throw e;
        }
    }

    private Batch start(Map<Value, Tensor> given, int buffer, DeviceScope events) {
        for (Port port : inputs) {
            HostNumbers host = port.onHost().get(buffer);
            Tensor tensor = Execution.given(given, port.value());
            if (host.type() == DataType.INT32) {
                host.put(Order.integersLaidOut(tensor, port.layout()));
            } else {
                host.put(Order.laidOut(tensor, port.layout()));
            }
            DeviceBuffer arriving = port.onDevice().get(buffer);
            Running uploaded = uploads.write(host, arriving, events);
            session.copy(arriving, port.own(), host.bytes(), List.of(uploaded), events);
        }
        execution.enqueue();
        List<Running> arrivals = new ArrayList<>();
        for (Port port : outputs) {
            HostNumbers host = port.onHost().get(buffer);
            DeviceBuffer leaving = port.onDevice().get(buffer);
            Running made = session.copy(port.own(), leaving, host.bytes(), List.of(), events);
            session.flush();
            arrivals.add(downloads.read(leaving, host, List.of(made), events));
        }
        session.flush();
        return new Batch(buffer, arrivals, events);
    }

    private Map<Value, float[]> arrived(Batch batch) {
        try (DeviceScope _ = batch.events()) {
            batch.arrivals().forEach(downloads::await);
        }
        Map<Value, float[]> results = new LinkedHashMap<>();
        for (Value value : execution.plan().graph().outputs()) {
            outputs.stream()
                    .filter(port -> port.value().equals(value))
                    .findFirst()
                    .ifPresentOrElse(
                            port -> results.put(value, numbers(port, batch.buffer())),
                            () -> results.put(value, execution.read(value)));
        }
        return results;
    }

    private static float[] numbers(Port port, int buffer) {
        HostNumbers host = port.onHost().get(buffer);
        return host.type() == DataType.INT32
                ? Order.integers(port.value().type(), host.integers(), port.layout())
                        .toFloats()
                : Order.rowMajor(host.floats(), port.layout());
    }

    /** Waits for what is under way and gives the host's memory back; the rest goes with the execution. */
    @Override
    public void close() {
        uploads.finish();
        session.finish();
        downloads.finish();
        arena.close();
    }
}
