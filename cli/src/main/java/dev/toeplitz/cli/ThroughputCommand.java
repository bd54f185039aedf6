package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.runtime.Inputs;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.execute.Throughput;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.runtime.plan.Tuning;
import dev.toeplitz.terms.Require;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "throughput",
        header = "How many images a second a network takes on an OpenCL device, by the size of its batches.",
        description = {
            "Each size is run one batch after another, and in a row: while the kernels of a batch run, the next",
            "one is laid out and brought to the device, and the one before is brought back, in two buffers",
            "each. Inputs are random, and so are weights that are left open."
        },
        footer = {
            "",
            "Examples:",
            "  toeplitz throughput squeezenet1.1",
            "  toeplitz throughput resnet50 --batches 1,8,32 --seconds 10 --device gpu --precision fp16"
        },
        mixinStandardHelpOptions = true)
final class ThroughputCommand implements Callable<Integer> {
    /** Different inputs, so that none is measured that lies in a cache alone. */
    private static final int INPUTS = 2;

    @Parameters(paramLabel = "NETWORK|FILE", description = "A name of `toeplitz networks`, or an ONNX file.")
    private String network;

    @Option(
            names = "--batches",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4,8",
            description = "Images at a time, one size after another; ${DEFAULT-VALUE} by default.")
    private List<Integer> batches;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "How long each way of each size is measured; ${DEFAULT-VALUE} by default.")
    private double seconds;

    @Mixin
    private DeviceOption device;

    @Option(
            names = "--precision",
            paramLabel = "fp32|fp16",
            defaultValue = "fp32",
            description = "What weights and activations are stored in, as for `run`; ${DEFAULT-VALUE} by default.")
    private TuneCommand.Precision precision;

    @Option(
            names = "--weights",
            paramLabel = "random:SEED",
            defaultValue = "random:1",
            description = "Values of weights that are left open, or constant fills; ${DEFAULT-VALUE} by default.")
    private String weights;

    @Mixin
    private TuningOptions tuned;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        Require.that(seconds > 0, "--seconds is %s".formatted(seconds), "more than 0", "leave it out for 2");
        for (int batch : batches) {
            Require.that(batch > 0, "--batches has %d".formatted(batch), "1 or more", "leave it out for 1,2,4,8");
        }
        OpenClDevice chosen = device.find();
        terminal.note("toeplitz: %s on %s"
                .formatted(Clean.text(network, 40), chosen.description().name()));
        terminal.print(terminal.heading("%6s %14s %14s %7s %9s %14s%n"
                .formatted("batch", "one by one", "in a row", "ratio", "kernels", "activations")));
        Tuning tuning = tuned.read(chosen.description(), terminal, false);
        for (int batch : batches) {
            terminal.print(line(batch, chosen, tuning));
        }
        terminal.print(
                "images a second; kernels: share of the time in a row in which the device computed%n".formatted());
        return ExitCode.FINE;
    }

    private String line(int batch, OpenClDevice chosen, Tuning tuning) {
        try (Progress progress = terminal.progress()) {
            progress.step("planning a batch of %d".formatted(batch));
            Graph graph = Passes.forExecution(
                    RandomWeights.fill(NetworkSource.of(network, batch).load().graph(), Seed.ofWeights(weights)));
            Options single = Options.of(Target.of(chosen.description()));
            Options options = precision == TuneCommand.Precision.FP16 ? single.half() : single;
            Plan plan = Plan.of(graph, options, tuning);
            List<Map<Value, Tensor>> inputs = Inputs.several(graph, INPUTS);
            progress.step("building kernels");
            try (Execution execution = new Execution(plan, chosen, ProgramCache.ofUser())) {
                progress.step("measuring a batch of %d".formatted(batch));
                Throughput found = Throughput.of(execution, inputs, seconds);
                return String.format(
                        Locale.ROOT,
                        "%6d %14.1f %14.1f %7.2f %8.0f%% %14s%n",
                        batch,
                        batch * found.oneByOne(),
                        batch * found.inARow(),
                        found.inARow() / found.oneByOne(),
                        100 * found.kernels(),
                        Units.bytes(plan.activationBytes()));
            }
        }
    }
}
