package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.reports.WholeFile;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.runtime.DeviceException;
import dev.toeplitz.runtime.Devices;
import dev.toeplitz.runtime.execute.CrossCheck;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.opencl.Availability;
import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.DeviceChoice;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Plan.Choice;
import dev.toeplitz.runtime.plan.Plan.PlannedStage;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        header = "Run a network on an OpenCL device, and check every layer's numbers.",
        description = {
            "On a CPU convolutions and matrix products are computed in register tiles and everything else in",
            "vectors; other devices run general kernels, one work-item an element.",
            "With --check each layer's output is judged, on the device's own inputs to it, by the",
            "double-precision reference and its error bound; a failure ends with exit code 1."
        },
        footer = {
            "",
            "Examples:",
            "  toeplitz run squeezenet1.1 --weights random:1 --check",
            "  toeplitz run model.onnx --device pocl --input random:7 --top 5",
            "  toeplitz run mnist.onnx --input digit.png --top 3",
            "  toeplitz run resnet.onnx --input cat.jpg --labels imagenet.txt --output scores.npy",
            "  toeplitz run vgg16 --weights random:1 --conv im2col --explain"
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

    @Mixin
    private RunInputs given;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Times are medians of N runs after a first one that is not counted; ${DEFAULT-VALUE} by default.")
    private int runs = 5;

    @Option(names = "--check", description = "Judge every layer's output by the reference.")
    private boolean check;

    @Option(
            names = "--conv",
            paramLabel = "auto|im2col|implicit|direct",
            description = {
                "How convolutions are carried out: auto takes the first that fits, im2col writes the Toeplitz",
                "matrix to memory, implicit reads it through its view, direct computes each element for itself."
            })
    private String convolution = "auto";

    @Option(names = "--no-fusion", description = "A kernel for each node; nothing runs in the kernel before it.")
    private boolean unfused;

    @Option(
            names = "--no-passes",
            description = "Run the graph as it is: no batch norm folded into weights, no constant computed beforehand.")
    private boolean unchanged;

    @Option(
            names = "--explain",
            description = "Print for each layer which kernel carries it out, and why those before it do not.")
    private boolean explain;

    @Option(
            names = "--program-binary",
            paramLabel = "FILE",
            description = {
                "Take the kernels from a built program, as boards without a compiler want it: one that --save-binary"
                        + " wrote,",
                "or a vendor's tools from the same source."
            })
    private Path programBinary;

    @Option(names = "--save-binary", paramLabel = "FILE", description = "Write the built program for --program-binary.")
    private Path saveBinary;

    @Option(names = "--save-source", paramLabel = "FILE", description = "Write the OpenCL C of all kernels.")
    private Path saveSource;

    @Mixin
    private RunOutputs wanted;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        Graph loaded = network.load().graph();
        Graph filled = weights == null ? loaded : RandomWeights.fill(loaded, Seed.of("--weights", weights, EXPECTED));
        Graph graph = unchanged ? filled : Passes.forExecution(filled);
        OpenClDevice chosen = device();
        Plan plan = Plan.of(graph, options(chosen.description()));
        Map<Value, Tensor> inputs = given.read(graph, terminal);
        terminal.note("toeplitz: %s on %s: %d launches, %s of activations in shared buffers (%s unshared)"
                .formatted(
                        Clean.text(graph.name(), 40),
                        chosen.description().name(),
                        plan.launches(),
                        Units.bytes(plan.activationBytes()),
                        Units.bytes(4.0 * plan.sumOfActivations())));
        if (explain) {
            explain(plan);
        }
        if (saveSource != null) {
            WholeFile.write(saveSource, plan.program().getBytes(StandardCharsets.UTF_8));
        }
        try (Execution execution = execution(plan, chosen)) {
            if (saveBinary != null) {
                WholeFile.write(saveBinary, execution.binary());
            }
            return check ? checked(execution, inputs) : timed(execution, inputs);
        }
    }

    private Options options(Device description) {
        Options options = Options.of(Target.of(description));
        Options chosen = unfused ? options.unfused() : options;
        for (Options.Convolution each : Options.Convolution.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(convolution)) {
                return chosen.with(each);
            }
        }
        throw new InputException("'%s'".formatted(convolution), "auto, im2col, implicit or direct", "take one of them")
                .at("--conv");
    }

    private Execution execution(Plan plan, OpenClDevice chosen) {
        if (programBinary == null) {
            return new Execution(plan, chosen, ProgramCache.ofUser());
        }
        try {
            return Execution.ofBinary(plan, chosen, Files.readAllBytes(programBinary));
        } catch (IOException e) {
            throw new InputException("cannot be read: " + e, "a built program", "write one with --save-binary")
                    .at(programBinary.toString());
        }
    }

    private void explain(Plan plan) {
        for (PlannedStage stage : plan.stages()) {
            terminal.print("%s (%s)%n"
                    .formatted(
                            Clean.text(stage.stage().name(), 60), stage.stage().operators()));
            for (Choice choice : stage.choices()) {
                terminal.print("  %s: %s%n".formatted(choice.step(), choice.chosen()));
                choice.refusals()
                        .forEach(refusal ->
                                terminal.print("    not %s: %s%n".formatted(refusal.candidate(), refusal.why())));
            }
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
        Require.positive("--runs", runs);
        Map<Value, float[]> outputs = execution.run(inputs);
        Map<PlannedStage, List<Long>> each = new LinkedHashMap<>();
        for (int i = 0; i < runs; i++) {
            execution.run(inputs, (stage, nanoseconds) ->
                    each.computeIfAbsent(stage, _ -> new ArrayList<>()).add(nanoseconds));
        }
        Map<PlannedStage, Long> times = new LinkedHashMap<>();
        each.forEach((stage, all) -> times.put(stage, median(all)));
        Table table = new Table("layer", "operators", ">time", ">GFLOP/s");
        times.forEach((stage, nanoseconds) -> table.row(
                Clean.text(stage.stage().name(), 32),
                Clean.text(stage.stage().operators(), 40),
                Units.seconds(nanoseconds / 1e9),
                rate(stage, nanoseconds)));
        terminal.print(table.toString());
        long sum = times.values().stream().mapToLong(Long::longValue).sum();
        terminal.print("total %s on the device\n".formatted(Units.seconds(sum / 1e9)));
        wanted.hand(outputs, terminal);
        return ExitCode.FINE;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String rate(PlannedStage stage, long nanoseconds) {
        long macs = stage.stage().definition().steps().stream()
                .flatMap(step -> Work.of(step).stream())
                .mapToLong(work -> work instanceof MatrixWork matrix ? matrix.macs() : 0)
                .sum();
        return macs == 0 || nanoseconds == 0 ? "-" : "%.2f".formatted(2.0 * macs / nanoseconds);
    }

    private int checked(Execution execution, Map<Value, Tensor> inputs) {
        List<Verdict> verdicts = CrossCheck.run(execution, inputs, (_, _) -> {});
        List<Verdict> failed =
                verdicts.stream().filter(verdict -> !verdict.passed()).toList();
        Verdict worst = verdicts.stream()
                .max(Comparator.comparingDouble(Verdict::share))
                .orElseThrow();
        failed.forEach(verdict -> terminal.printAlways("FAILED %s\n".formatted(sentence(verdict))));
        terminal.print("%d of %d layers within their bounds; worst: %s%n"
                .formatted(verdicts.size() - failed.size(), verdicts.size(), sentence(worst)));
        return failed.isEmpty() ? ExitCode.FINE : ExitCode.CHECK_FAILED;
    }

    private static String sentence(Verdict verdict) {
        return "%s (%s) element %d is %s, reference %s, %.2g of its bound %.2g"
                .formatted(
                        Clean.text(verdict.stage().name(), 40),
                        Clean.text(verdict.stage().operators(), 60),
                        verdict.element(),
                        (float) verdict.found(),
                        (float) verdict.expected(),
                        verdict.share(),
                        verdict.bound());
    }
}
