package dev.toeplitz.runtime.library;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.onnx.ImportOptions;
import dev.toeplitz.graph.onnx.OnnxFile;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.DeviceException;
import dev.toeplitz.runtime.Devices;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.opencl.Availability;
import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.DeviceChoice;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.runtime.plan.Tuning;
import dev.toeplitz.runtime.tune.TuningFile;
import dev.toeplitz.terms.InputException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network on a device, ready to be run as often as wanted. Closing it gives the device's memory back. Not for several threads. */
public final class Network implements AutoCloseable {
    private final Execution execution;

    private Network(Execution execution) {
        this.execution = execution;
    }

    /**
     * An ONNX file on a device.
     *
     * @param device as {@code toeplitz run --device} takes it: an index, a type, a platform or a part of a name; the best one for ""
     */
    public static Network open(Path file, String device) {
        return open(OnnxFile.read(file, ImportOptions.NONE), device);
    }

    /** A graph on a device. */
    public static Network open(Graph graph, String device) {
        OpenClDevice chosen = device(device);
        return open(graph, chosen, Tuning.NONE);
    }

    /**
     * A graph on a device, with the kernels that {@code toeplitz tune} found to be fastest there.
     *
     * @param tunings the folder of its files, {@link TuningFile#folderOfUser} for instance; what the device's lacks is estimated
     */
    public static Network open(Graph graph, String device, Path tunings) {
        OpenClDevice chosen = device(device);
        return open(
                graph, chosen, TuningFile.open(tunings, chosen.description()).tuning());
    }

    private static Network open(Graph graph, OpenClDevice device, Tuning tuning) {
        Plan plan = Plan.of(Passes.forExecution(graph), Options.of(Target.of(device.description())), tuning);
        return new Network(new Execution(plan, device, ProgramCache.ofUser()));
    }

    /** The device that some words mean. */
    public static OpenClDevice device(String words) {
        return switch (Devices.look()) {
            case Availability.Ready ready -> {
                List<OpenClDevice> all = ready.devices();
                List<Device> descriptions =
                        all.stream().map(OpenClDevice::description).toList();
                Device found =
                        words.isEmpty() ? DeviceChoice.best(descriptions) : DeviceChoice.named(words, descriptions);
                yield all.get(descriptions.indexOf(found));
            }
            case Availability.Missing missing -> throw new DeviceException(missing.found(), missing.toTry(), null);
        };
    }

    /** Inputs and outputs by name, row-major. */
    public Map<String, float[]> run(Map<String, float[]> inputs) {
        Map<Value, Tensor> given = new HashMap<>();
        for (Value input : execution.plan().graph().inputs()) {
            float[] values = inputs.get(input.name());
            if (values == null) {
                throw new InputException(
                        "input '%s' is not given".formatted(input.name()),
                        "%,d numbers of shape %s"
                                .formatted(input.type().elements(), input.type().shape()),
                        "put them into the map under that name");
            }
            given.put(input, new Tensor.Floats(input.type(), values));
        }
        Map<String, float[]> outputs = new LinkedHashMap<>();
        execution.run(given).forEach((value, values) -> outputs.put(value.name(), values));
        return outputs;
    }

    @Override
    public void close() {
        execution.close();
    }
}
