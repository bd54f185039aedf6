package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.pass.Passes;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Target;
import dev.toeplitz.runtime.plan.Tunable;
import dev.toeplitz.runtime.tune.Effort;
import dev.toeplitz.runtime.tune.Found;
import dev.toeplitz.runtime.tune.SideBySide;
import dev.toeplitz.runtime.tune.Tuner;
import dev.toeplitz.runtime.tune.TuningFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "tune",
        header = "Measure which kernels are fastest for a network on a device; `run` takes them.",
        description = {
            "Without it kernels are chosen by estimates. For each different contraction of the network",
            "the likeliest tiles and algorithms are timed in turn with the best so far, in the layouts of",
            "the network, and one that is clearly faster takes its place once the reference has judged its",
            "numbers. What is found is kept in a file for each device and driver, written after each shape:",
            "an interrupted call loses one shape at most, the next goes on, and other networks with the",
            "same shapes have them already."
        },
        footer = {
            "",
            "Examples:",
            "  toeplitz tune squeezenet1.1",
            "  toeplitz tune resnet50 --device pocl --effort full",
            "  toeplitz tune model.onnx --folder tuning && toeplitz run model.onnx --tuning tuning"
        },
        mixinStandardHelpOptions = true)
final class TuneCommand implements Callable<Integer> {
    @Mixin
    private NetworkSource network;

    @Mixin
    private DeviceOption device;

    @Option(
            names = "--effort",
            paramLabel = "quick|full",
            defaultValue = "quick",
            description = "quick: the likeliest few of each algorithm's variants, a minute or a few; full: most of"
                    + " them, each timed longer; ${DEFAULT-VALUE} by default. What quick found, full measures again.")
    private Effort effort;

    enum Precision {
        FP32,
        FP16
    }

    @Option(
            names = "--precision",
            paramLabel = "fp32|fp16",
            defaultValue = "fp32",
            description = "What weights and activations are stored in, as for `run`; each is tuned for itself.")
    private Precision precision;

    @Option(names = "--again", description = "Measure shapes again that are known.")
    private boolean again;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Where the devices' files are; under the user's cache folder by default.")
    private Path folder = TuningFile.folderOfUser();

    @Option(
            names = "--weights",
            paramLabel = "random:SEED",
            description = "Give weights that are left open, or constant fills, random values; random:1 by default.")
    private String weights = "random:1";

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        Graph graph;
        OpenClDevice chosen;
        TuningFile file;
        try (Progress progress = terminal.progress()) {
            progress.step("reading the network");
            graph = Passes.forExecution(RandomWeights.fill(network.load().graph(), Seed.ofWeights(weights)));
            chosen = device.find();
            file = TuningFile.open(folder, chosen.description());
            file.requireWritable();
        }
        Options single = Options.of(Target.of(chosen.description()));
        Options options = precision == Precision.FP16 ? single.half() : single;
        Tuner tuner = new Tuner(graph, options, chosen, effort);
        List<Tunable> tunables = tuner.tunables();
        terminal.note("toeplitz: %s on %s: %d shapes of contractions with a choice"
                .formatted(Clean.text(graph.name(), 40), chosen.description().name(), tunables.size()));
        if (tunables.isEmpty()) {
            terminal.print("nothing to choose: each contraction can be carried out in one way there, or there is none%n"
                    .formatted());
            return ExitCode.FINE;
        }
        List<Found> found = tune(tuner, tunables, file);
        terminal.print(TuneText.table(tunables, found, terminal::heading));
        if (found.stream().anyMatch(each -> !each.isEstimateBest())) {
            terminal.print(TuneText.sentence(SideBySide.of(graph, options, file.tuning(), chosen, effort)));
        }
        terminal.note("toeplitz: kept in %s; `toeplitz run` takes it from there".formatted(file.path()));
        return found.stream().allMatch(each -> each.wrong().isEmpty()) ? ExitCode.FINE : ExitCode.CHECK_FAILED;
    }

    private List<Found> tune(Tuner tuner, List<Tunable> tunables, TuningFile file) {
        List<Found> all = new ArrayList<>();
        try (TuneLine line = new TuneLine(terminal, tunables.size())) {
            for (Tunable tunable : tunables) {
                Optional<Found> known = again
                        ? Optional.empty()
                        : file.known(tunable.task(), effort).filter(found -> tunable.lists(found.best()));
                line.at(all.size(), known.isPresent(), tunable);
                Found found = known.orElseGet(() -> tuner.tune(tunable));
                if (known.isEmpty()) {
                    file.add(found);
                }
                all.add(found);
            }
        }
        return all;
    }
}
