package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.measured.RunReport;
import dev.toeplitz.reports.measured.RunReportBuilder;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.runtime.execute.CrossCheck;
import dev.toeplitz.runtime.execute.CrossCheck.Verdict;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.execute.Peaks;
import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Plan.Choice;
import dev.toeplitz.runtime.plan.Plan.PlannedStage;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import dev.toeplitz.terms.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        header = "Run a network on an OpenCL device, and check every layer's numbers.",
        description = {
            "On a CPU convolutions and matrix products are computed in register tiles and everything else in",
            "vectors; on a GPU in blocks that a work-group shares, and everything else by general kernels,",
            "one work-item an element, as other devices compute all.",
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
            "  toeplitz run vgg16 --weights random:1 --conv im2col --explain",
            "  toeplitz run vgg16 --weights random:1 --precision fp16 --check",
            "  toeplitz run resnet50 --weights random:1 --precision int8 --calibrate random:1 --calibrate random:2"
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private NetworkSource network;

    @Mixin
    private DeviceOption device;

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
            description =
                    "Times are medians of N runs after a first one that is not counted; ${DEFAULT-VALUE} by default.")
    private int runs = 5;

    @Option(
            names = "--hw",
            paramLabel = "NAME|FILE.yaml",
            description = "Simulate the same graph on this accelerator and print its times beside the measured ones.")
    private String hardware;

    @Option(names = "--check", description = "Judge every layer's output by the reference.")
    private boolean check;

    @Option(
            names = "--conv",
            paramLabel = "auto|im2col|implicit|direct|winograd",
            description = {
                "How convolutions are carried out: im2col writes the Toeplitz matrix to memory, implicit reads it"
                        + " through its",
                "view, direct computes each element for itself, winograd takes Winograd's algorithm wherever it can be"
                        + " had",
                "(winograd2, winograd4: with tiles of 2 × 2, of 4 × 4), auto where it is estimated faster than"
                        + " implicit."
            })
    private String convolution = "auto";

    @Option(
            names = "--precision",
            paramLabel = "fp32|fp16|int8",
            description = {
                "What weights and activations are stored in; fp32 by default. With fp16 they take half the bytes,",
                "and kernels still compute in fp32. The check's bound counts each rounding to half.",
                "With int8 convolutions and matrix products multiply 8-bit integers and sum them up in 32 bits; the",
                "check wants sums and roundings to the bit. How far the scores are from fp32 is printed."
            })
    private String precision = "fp32";

    @Option(
            names = "--calibrate",
            paramLabel = "[NAME=]FILE|ramp|random:SEED",
            description = {
                "Inputs as --input takes them, on which the ranges of activations are measured for int8; by default",
                "what the network is run on. Can be given again."
            })
    private List<String> calibration = List.of();

    @Option(names = "--no-fusion", description = "A kernel for each node; nothing runs in the kernel before it.")
    private boolean unfused;

    @Option(
            names = "--no-passes",
            description = {
                "Run the graph as it is: no batch norm folded into weights, no constant computed beforehand, no"
                        + " DequantizeLinear and QuantizeLinear made part of a layer between them."
            })
    private boolean unchanged;

    @Mixin
    private TuningOptions tuned;

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

    @Option(names = "--json", description = "Print the run report as JSON instead of the table.")
    private boolean json;

    @Mixin
    private RunOutputs wanted;

    @Mixin
    private DensityFile density;

    @Mixin
    private Terminal terminal;

    private Accelerator accelerator;
    private Optional<EightBits> eightBits = Optional.empty();

    @Override
    public Integer call() {
        try (Progress progress = terminal.progress()) {
            return run(progress);
        }
    }

    private int run(Progress progress) {
        Require.that(
                !(json && (check || explain)),
                "--json with --check or --explain",
                "one of them",
                "leave out --json, or run twice");
        // What is given is read before anything takes long.
        Require.positive("--runs", runs);
        wanted.require();
        progress.step("reading the network");
        accelerator = hardware == null ? null : Accelerators.load(hardware);
        Graph loaded = network.load().graph();
        Graph filled = weights == null ? loaded : RandomWeights.fill(loaded, Seed.ofWeights(weights));
        requireCalibration();
        Graph graph = unchanged ? filled : Passes.forExecution(filled);
        progress.step("planning kernels for %s".formatted(graph.name()));
        OpenClDevice chosen = device.find();
        Options options = options(chosen.description());
        Map<Value, Tensor> inputs = given.read(graph, terminal);
        eightBits = eightBits(graph, chosen, options, inputs, progress);
        Plan plan = Plan.of(
                eightBits.map(EightBits::graph).orElse(graph),
                options,
                tuned.read(chosen.description(), terminal, isFixed()));
        eightBits.ifPresent(quantised -> quantised.note(plan, terminal));
        terminal.note("toeplitz: %s on %s: %d launches, %s of activations in shared buffers (%s unshared)"
                .formatted(
                        Clean.text(graph.name(), 40),
                        chosen.description().name(),
                        plan.launches(),
                        Units.bytes(plan.activationBytes()),
                        Units.bytes(plan.sumOfActivations())));
        tuned.tell(plan, terminal);
        if (explain) {
            explain(plan);
        }
        if (saveSource != null) {
            WholeFile.write(saveSource, plan.program().getBytes(StandardCharsets.UTF_8));
        }
        density.write(filled, options, chosen, inputs);
        progress.step("building kernels");
        try (Execution execution = execution(plan, chosen)) {
            if (saveBinary != null) {
                WholeFile.write(saveBinary, execution.binary());
            }
            progress.step(check ? "checking layer by layer" : "running %d times".formatted(runs + 1));
            return check ? checked(execution, inputs) : timed(execution, chosen, inputs);
        }
    }

    private void requireCalibration() {
        Require.that(
                calibration.isEmpty() || precision.equals("int8"),
                "--calibrate with --precision %s".formatted(precision),
                "--precision int8: other precisions have no ranges",
                "leave it out");
    }

    private Optional<EightBits> eightBits(
            Graph graph, OpenClDevice chosen, Options options, Map<Value, Tensor> inputs, Progress progress) {
        if (!precision.equals("int8")) {
            return Optional.empty();
        }
        List<Map<Value, Tensor>> ranges = calibration.stream()
                .map(words -> given.read(graph, List.of(words), terminal))
                .toList();
        progress.step("calibrating");
        return Optional.of(EightBits.of(graph, chosen, options, ranges.isEmpty() ? List.of(inputs) : ranges, inputs));
    }

    /** Whether the program is another's or for another: then it is the estimates', which are everywhere the same. */
    private boolean isFixed() {
        return programBinary != null || saveBinary != null || saveSource != null;
    }

    private Options options(Device description) {
        Options options = Options.of(Target.of(description));
        Options fused = unfused ? options.unfused() : options;
        Options chosen = switch (precision) {
            case "fp32", "int8" -> fused;
            case "fp16" -> fused.half();
            default ->
                throw new InputException("'%s'".formatted(precision), "fp32, fp16 or int8", "take one of them")
                        .at("--precision");
        };
        for (Options.Convolution each : Options.Convolution.values()) {
            if (each.word().equals(convolution)) {
                return chosen.with(each);
            }
        }
        throw new InputException(
                        "'%s'".formatted(convolution),
                        "auto, im2col, implicit, direct, winograd, winograd2 or winograd4",
                        "take one of them")
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
                terminal.print("  %s: %s%n".formatted(choice.step(), choice.words()));
                choice.refusals()
                        .forEach(refusal ->
                                terminal.print("    not %s: %s%n".formatted(refusal.candidate(), refusal.why())));
            }
        }
    }

    private int timed(Execution execution, OpenClDevice chosen, Map<Value, Tensor> inputs) {
        Map<Value, float[]> outputs = execution.run(inputs);
        Map<PlannedStage, List<Long>> each = new LinkedHashMap<>();
        for (int i = 0; i < runs; i++) {
            execution.run(
                    inputs,
                    (stage, nanoseconds) ->
                            each.computeIfAbsent(stage, _ -> new ArrayList<>()).add(nanoseconds));
        }
        Map<PlannedStage, Long> times = new LinkedHashMap<>();
        each.forEach((stage, all) -> times.put(stage, median(all)));
        Optional<NetworkCost> predicted = Optional.ofNullable(accelerator)
                .map(machine -> Simulator.simulate(execution.plan().graph(), machine));
        Peaks peaks = Peaks.of(chosen, ProgramCache.ofUser());
        RunReport report = RunReportBuilder.of(execution.plan(), chosen.description(), peaks, times, predicted);
        if (json) {
            terminal.printAlways(JsonReport.write(report));
        } else {
            terminal.print(RunText.write(report, terminal::heading));
        }
        wanted.write(report);
        eightBits.ifPresent(quantised -> terminal.print(quantised.distances(outputs)));
        wanted.hand(outputs, terminal);
        return Finite.are(execution, inputs, outputs, terminal) ? ExitCode.FINE : ExitCode.CHECK_FAILED;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
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
        eightBits.ifPresent(quantised -> terminal.print(quantised.distances(execution.run(inputs))));
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
