package dev.toeplitz.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.onnx.ImportOptions;
import dev.toeplitz.graph.onnx.OnnxFile;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.library.Network;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Latency of networks here and on ONNX Runtime: one process, the same random weights and inputs, all cores, in turn. Each turn is a block
 * of runs, since whoever begins pays for threads that have to be woken; a block's first runs are not counted. Prints each
 * one's median with the quarter and three-quarter points, their ratio, that of the fastest runs, and the geometric mean of the
 * medians' ratios.
 */
public final class SideBySide {
    private static final int BLOCKS = 5;

    private SideBySide() {}

    /** What is measured of a network: the ratio of two medians. */
    interface Measurement {
        double of(String network, OpenClDevice device, double seconds) throws OrtException, IOException;
    }

    /** Seconds for each network (20 by default), then files or names of the zoo. */
    public static void main(String[] arguments) throws OrtException, IOException {
        each(arguments, "here, ms (quartiles)", "ONNX Runtime", SideBySide::measured);
    }

    /** Measures one network after the other under such headings. */
    static void each(String[] arguments, String first, String second, Measurement measurement)
            throws OrtException, IOException {
        boolean timed = arguments.length > 0 && arguments[0].matches("\\d+");
        double seconds = timed ? Double.parseDouble(arguments[0]) : 20;
        List<String> networks = List.of(arguments).subList(timed ? 1 : 0, arguments.length);
        OpenClDevice device = Network.device("pocl");
        System.out.printf(
                "%s, %d cores%n%-24s %26s %26s %8s %12s%n",
                device.description().name(),
                Runtime.getRuntime().availableProcessors(),
                "network",
                first,
                second,
                "ratio",
                "of fastest");
        double product = 1;
        for (String network : networks) {
            product *= measurement.of(network, device, seconds);
        }
        System.out.printf(
                "geometric mean of %d ratios: %.3f%n", networks.size(), Math.pow(product, 1.0 / networks.size()));
    }

    static Graph load(String network) {
        Graph graph = network.endsWith(".onnx")
                ? OnnxFile.read(Path.of(network), ImportOptions.NONE)
                : Networks.named(network).build();
        return RandomWeights.fill(graph, 1);
    }

    private static double measured(String network, OpenClDevice device, double seconds)
            throws OrtException, IOException {
        Graph graph = load(network);
        Graph ours = Passes.forExecution(graph);
        Map<Value, Tensor> inputs = Inputs.random(graph, 1);
        Map<Value, Tensor> held = new HashMap<>();
        inputs.forEach((value, tensor) -> held.put(value, new Tensor.Floats(value.type(), tensor.toFloats())));
        Plan plan = Plan.of(ours, Options.of(Target.of(device.description())));
        Path file = Files.createTempFile("side-by-side", ".onnx");
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        try (Execution execution = new Execution(plan, device, ProgramCache.NONE);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            OnnxFile.write(graph, file);
            options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
            try (OrtSession session = environment.createSession(file.toString(), options)) {
                Map<String, OnnxTensor> given = tensors(environment, held);
                Runnable here = () -> execution.run(held);
                Runnable there = () -> run(session, given);
                double ratio = told(network, here, there, seconds);
                given.values().forEach(OnnxTensor::close);
                return ratio;
            }
        } finally {
            Files.delete(file);
        }
    }

    private static Map<String, OnnxTensor> tensors(OrtEnvironment environment, Map<Value, Tensor> inputs)
            throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (Map.Entry<Value, Tensor> input : inputs.entrySet()) {
            long[] shape = input.getKey().type().shape().extents().stream()
                    .mapToLong(Integer::longValue)
                    .toArray();
            tensors.put(
                    input.getKey().name(),
                    OnnxTensor.createTensor(
                            environment, FloatBuffer.wrap(input.getValue().toFloats()), shape));
        }
        return tensors;
    }

    private static void run(OrtSession session, Map<String, OnnxTensor> given) {
        try (OrtSession.Result result = session.run(given)) {
            result.get(0).getInfo();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    static double told(String network, Runnable here, Runnable there, double seconds) {
        for (int i = 0; i < 3; i++) {
            here.run();
            there.run();
        }
        List<long[]> ours = new ArrayList<>();
        List<long[]> theirs = new ArrayList<>();
        for (int block = 0; block < BLOCKS; block++) {
            ours.add(block(here, seconds / BLOCKS / 2));
            theirs.add(block(there, seconds / BLOCKS / 2));
        }
        double[] mine = milliseconds(ours);
        double[] its = milliseconds(theirs);
        double ratio = at(mine, 0.5) / at(its, 0.5);
        String name = network.replaceAll(".*/|\\.onnx", "");
        // Other processes only ever make a run slower: where there are some, the fastest runs tell more than the
        // medians.
        double ofFastest = mine[0] / its[0];
        System.out.printf("%-24s %26s %26s %8.3f %12.3f%n", name, spread(mine), spread(its), ratio, ofFastest);
        return ratio;
    }

    /** Nanoseconds of each run; the first third of the time is not counted. */
    private static long[] block(Runnable run, double seconds) {
        LongStream.Builder times = LongStream.builder();
        long begin = System.nanoTime();
        long counted = begin + (long) (seconds / 3 * 1e9);
        long end = begin + (long) (seconds * 1e9);
        int runs = 0;
        for (long now = begin; now < end || runs < 2; ) {
            run.run();
            long done = System.nanoTime();
            if (now >= counted || done >= end) {
                times.add(done - now);
                runs++;
            }
            now = done;
        }
        return times.build().toArray();
    }

    private static double[] milliseconds(List<long[]> blocks) {
        return blocks.stream()
                .flatMapToLong(Arrays::stream)
                .mapToDouble(nanoseconds -> nanoseconds / 1e6)
                .sorted()
                .toArray();
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private static String spread(double[] sorted) {
        return "%.2f (%.2f to %.2f)".formatted(at(sorted, 0.5), at(sorted, 0.25), at(sorted, 0.75));
    }
}
