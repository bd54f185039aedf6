package dev.toeplitz.bench;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.onnx.ImportOptions;
import dev.toeplitz.graph.onnx.OnnxFile;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.library.Network;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The most memory that a process has held (VmHWM, so on Linux alone) that runs a network a few times here or on ONNX Runtime, each in
 * a Java process of its own with the heap that {@code ./toeplitz} has, from the same file with the same weights; and what such a process
 * holds that runs nothing.
 */
public final class PeakMemory {
    private static final int RUNS = 3;
    private static final Path STATUS = Path.of("/proc/self/status");

    private PeakMemory() {}

    /** Files or names of the zoo; a child is told how to run, and on which file. */
    public static void main(String[] arguments) throws IOException, OrtException, InterruptedException {
        if (!Files.exists(STATUS)) {
            System.out.println("left out: there is no " + STATUS + " on this system");
            return;
        }
        if (arguments.length == 2 && arguments[0].startsWith("--as=")) {
            run(arguments[0].substring("--as=".length()), arguments[1]);
            System.out.println(highest());
            return;
        }
        System.out.printf("%-24s %12s %14s %14s %8s%n", "MiB", "Java alone", "here", "ONNX Runtime", "ratio");
        for (String network : arguments) {
            System.out.println(line(network));
        }
    }

    private static String line(String network) throws IOException, InterruptedException {
        Path file = Files.createTempFile("peak-memory", ".onnx");
        try {
            OnnxFile.write(SideBySide.load(network), file);
            double alone = child("nothing", file);
            double ours = child("here", file);
            double theirs = child("there", file);
            return "%-24s %12.0f %14.0f %14.0f %8.2f"
                    .formatted(network.replaceAll(".*/|\\.onnx", ""), alone, ours, theirs, ours / theirs);
        } finally {
            Files.delete(file);
        }
    }

    /** MiB that a child says it held at most. */
    private static double child(String way, Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-Xms16m", "-Xmx2g", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeakMemory.class.getName()));
        command.addAll(List.of("--as=" + way, file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream out = process.getInputStream()) {
            String last = new String(out.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .reduce("", (_, line) -> line);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the process that runs '%s' failed".formatted(way));
            }
            return Double.parseDouble(last) / 1024;
        }
    }

    static void run(String way, String file) throws OrtException, IOException {
        switch (way) {
            case "here" -> here(Passes.forExecution(OnnxFile.read(Path.of(file), ImportOptions.NONE)));
            case "there" -> there(file);
            default -> {}
        }
    }

    private static void here(Graph graph) {
        OpenClDevice device = Network.device("pocl");
        Plan plan = Plan.of(graph, Options.of(Target.of(device.description())));
        try (Execution execution = new Execution(plan, device, ProgramCache.NONE)) {
            for (int i = 0; i < RUNS; i++) {
                execution.run(Inputs.random(graph, 1));
            }
        }
    }

    /** The graph is not read here as well: its weights would count twice. */
    private static void there(String file) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        Map<String, OnnxTensor> given = new HashMap<>();
        try (OrtSession session = environment.createSession(file)) {
            for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
                long[] shape = ((TensorInfo) input.getValue().getInfo()).getShape();
                int elements = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
                given.put(
                        input.getKey(),
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(new float[elements]), shape));
            }
            for (int i = 0; i < RUNS; i++) {
                session.run(given).close();
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    /** KiB that this process has held at most. */
    static long highest() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no VmHWM in " + STATUS));
    }
}
