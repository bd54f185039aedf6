package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.runtime.DeviceException;
import dev.toeplitz.runtime.Devices;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.CrossCheck;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.opencl.Availability;
import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.DeviceChoice;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Plan.PlannedNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        header = "Run a network on an OpenCL device, and check every layer's numbers.",
        description = {
            "Uses the general kernels, one work-item an element: right on any device, fast on none.",
            "With --check each node's output is judged, on the device's own inputs to it, by the",
            "double-precision reference and its error bound; a failure ends with exit code 1."
        },
        footer = {
            "",
            "Examples:",
            "  toeplitz run squeezenet1.1 --weights random:1 --check",
            "  toeplitz run model.onnx --device pocl --input random:7 --top 5"
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final String EXPECTED = "random:SEED with a whole number";

    @Mixin
    private NetworkSource network;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "An index, a type (gpu, cpu) or a part of a name; a GPU where there is one.")
    private String device;

    @Option(
            names = "--weights",
            paramLabel = "random:SEED",
            description = "Give weights that are left open, or constant fills, random values.")
    private String weights;

    @Option(
            names = "--input",
            paramLabel = "ramp|random:SEED",
            description = "Input values: element i of n is i/n (the default), or normal ones.")
    private String input = "ramp";

    @Option(names = "--check", description = "Judge every node's output by the reference.")
    private boolean check;

    @Option(names = "--top", paramLabel = "N", description = "Print the N largest elements of the first output.")
    private int top;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        Graph loaded = network.load().graph();
        Graph graph = weights == null ? loaded : RandomWeights.fill(loaded, Seed.of("--weights", weights, EXPECTED));
        Plan plan = Plan.of(graph);
        Map<Value, Tensor> inputs =
                input.equals("ramp") ? Inputs.ramp(graph) : Inputs.random(graph, Seed.of("--input", input, EXPECTED));
        OpenClDevice chosen = device();
        terminal.note("toeplitz: %s on %s: %d launches, %s of activations in shared buffers (%s unshared)"
                .formatted(
                        Clean.text(graph.name(), 40),
                        chosen.description().name(),
                        plan.nodes().stream()
                                .mapToInt(node -> node.launches().size())
                                .sum(),
                        Units.bytes(plan.activationBytes()),
                        Units.bytes(4.0 * plan.sumOfActivations())));
        try (Execution execution = new Execution(plan, chosen)) {
            return check ? checked(execution, inputs) : timed(execution, inputs);
        }
    }

    private OpenClDevice device() {
        return switch (Devices.look()) {
            case Availability.Ready ready -> {
                List<OpenClDevice> all = ready.devices();
                List<Device> descriptions =
                        all.stream().map(OpenClDevice::description).toList();
                Device found =
                        device == null ? DeviceChoice.best(descriptions) : DeviceChoice.named(device, descriptions);
                yield all.get(descriptions.indexOf(found));
            }
            case Availability.Missing missing -> throw new DeviceException(missing.found(), missing.toTry(), null);
        };
    }

    private int timed(Execution execution, Map<Value, Tensor> inputs) {
        Map<PlannedNode, Long> times = new LinkedHashMap<>();
        Map<Value, float[]> outputs = execution.run(inputs, times::put);
        Table table = new Table("node", "operator", ">time", ">GFLOP/s");
        times.forEach((node, nanoseconds) -> table.row(
                Clean.text(node.node().name(), 32),
                node.node().operator().name(),
                Units.seconds(nanoseconds / 1e9),
                rate(node, nanoseconds)));
        terminal.print(table.toString());
        long sum = times.values().stream().mapToLong(Long::longValue).sum();
        terminal.print("total %s on the device\n".formatted(Units.seconds(sum / 1e9)));
        outputs.entrySet().stream().findFirst().ifPresent(first -> printTop(first.getKey(), first.getValue()));
        return ExitCode.FINE;
    }

    private static String rate(PlannedNode node, long nanoseconds) {
        long macs = node.node().definition().steps().stream()
                .flatMap(step -> Work.of(step).stream())
                .mapToLong(work -> work instanceof MatrixWork matrix ? matrix.macs() : 0)
                .sum();
        return macs == 0 || nanoseconds == 0 ? "-" : "%.2f".formatted(2.0 * macs / nanoseconds);
    }

    private void printTop(Value value, float[] elements) {
        IntStream.range(0, elements.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -elements[i]))
                .limit(top)
                .forEach(i ->
                        terminal.printAlways("%s[%d] = %s%n".formatted(Clean.text(value.name(), 32), i, elements[i])));
    }

    private int checked(Execution execution, Map<Value, Tensor> inputs) {
        List<Verdict> verdicts = CrossCheck.run(execution, inputs, (_, _) -> {});
        List<Verdict> failed =
                verdicts.stream().filter(verdict -> !verdict.passed()).toList();
        Verdict worst = verdicts.stream()
                .max(Comparator.comparingDouble(Verdict::share))
                .orElseThrow();
        failed.forEach(verdict -> terminal.printAlways("FAILED %s\n".formatted(sentence(verdict))));
        terminal.print("%d of %d nodes within their bounds; worst: %s%n"
                .formatted(verdicts.size() - failed.size(), verdicts.size(), sentence(worst)));
        return failed.isEmpty() ? ExitCode.FINE : ExitCode.CHECK_FAILED;
    }

    private static String sentence(Verdict verdict) {
        return "%s (%s) element %d is %s, reference %s, %.2g of its bound %.2g"
                .formatted(
                        Clean.text(verdict.node().name(), 40),
                        verdict.node().operator().name(),
                        verdict.element(),
                        (float) verdict.found(),
                        (float) verdict.expected(),
                        verdict.share(),
                        verdict.bound());
    }
}
