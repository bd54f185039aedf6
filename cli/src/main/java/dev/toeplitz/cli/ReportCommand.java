package dev.toeplitz.cli;

import dev.toeplitz.cli.NetworkSource.Loaded;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.hw.fpga.FpgaDevice;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.hw.yaml.FpgaDevices;
import dev.toeplitz.reports.ReportFiles;
import dev.toeplitz.reports.ReportFiles.Format;
import dev.toeplitz.reports.model.Activity;
import dev.toeplitz.reports.model.Played;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.ReportBuilder;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.ExplanationText;
import dev.toeplitz.reports.terminal.TerminalReport;
import dev.toeplitz.reports.trace.PerfettoTrace;
import dev.toeplitz.reports.trace.Slices;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.WhatIf;
import dev.toeplitz.sim.analytic.Decisions;
import dev.toeplitz.sim.analytic.LayerExplanation;
import dev.toeplitz.sim.analytic.Mapper;
import dev.toeplitz.sim.analytic.MappingText;
import dev.toeplitz.sim.analytic.Workload;
import dev.toeplitz.sim.cost.Diagnosis;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.fusion.Fusion;
import dev.toeplitz.sim.timeline.Recorder;
import dev.toeplitz.sim.timeline.Timeline;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import dev.toeplitz.terms.WholeFile;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "report",
        header = "What each layer of a network costs on an accelerator.",
        description = {
            "Prints the report and writes it as HTML, CSV and JSON.",
            "Every figure has a formula: --explain LAYER shows those of one layer."
        },
        footer = {
            "",
            "Examples:",
            "  toeplitz report resnet50 --hw tpu-v1",
            "  toeplitz report model.onnx --hw mine.yaml --input-shape data=1x3x224x224",
            "  toeplitz report vgg16 --hw nvdla-small --batch 8 --format csv --out /tmp/vgg",
            "  toeplitz report resnet50 --hw tpu-v1 --explain conv3_1b",
            "  toeplitz report resnet50 --hw tpu-v1 --fidelity timeline --trace resnet50.perfetto-trace"
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    /** What an explanation of a layer in the timeline is to be read with. */
    private static final String OF_TIMELINE = """
          timeline: cycles, stalls and what bounds the layer are those of its events, other layers beside it; the
          formulas of the array's cycles and of the bytes, the mapping and its proof are the closed form's
        """;

    @Mixin
    private NetworkSource network;

    @Mixin
    private MachineOptions machine;

    @Mixin
    private MappingOptions mapping;

    @Mixin
    private DensityOptions density;

    @Option(
            names = "--fidelity",
            paramLabel = "MODEL",
            description = {
                "How time is found: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default. The closed form of the"
                        + " first",
                "takes layers one after the other, and is a lower bound of each by itself; the second moves tiles",
                "through buffers, DMA and DRAM, and layers overlap."
            })
    private Fidelity fidelity = Fidelity.ANALYTIC;

    @Option(
            names = "--energy",
            paramLabel = "TABLE|FILE.yaml",
            description = {
                "Picojoules of operations and accesses: 45nm or 7nm as published, another size such as 28nm",
                "scaled between them, or a table of your own; ${DEFAULT-VALUE} by default."
            })
    private String energy = EnergyTables.DEFAULT;

    @Option(
            names = "--device-fpga",
            paramLabel = "DEVICE",
            description = "Also print what the accelerator takes of an FPGA, a name of `toeplitz hw fpgas`.")
    private String fpga;

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description = "Files to write: ${COMPLETION-CANDIDATES}, several with commas; html,csv,json by default.")
    private Set<Format> formats = EnumSet.of(Format.HTML, Format.CSV, Format.JSON);

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write the timeline as a Perfetto trace too; means --fidelity timeline.")
    private Path trace;

    @Option(names = "--out", paramLabel = "DIR", description = "Where files go; ${DEFAULT-VALUE}/ by default.")
    private Path directory = Path.of("out");

    @Option(names = "--no-files", description = "Print only.")
    private boolean noFiles;

    @Option(names = "--json", description = "Print the report as JSON instead, and write no files.")
    private boolean json;

    @Option(
            names = "--explain",
            paramLabel = "LAYER",
            description = "Print one layer's figures with their formulas instead.")
    private String explained;

    @Mixin
    private HintOption hints;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        try (Progress progress = terminal.progress()) {
            return report(progress);
        }
    }

    private int report(Progress progress) {
        requireOneResult();
        Accelerator accelerator = machine.load();
        FpgaDevice device = fpga == null ? null : FpgaDevices.named(fpga);
        EnergyTable table = EnergyTables.load(energy);
        KnownDram.doubt(accelerator.dram(), table).ifPresent(doubt -> terminal.note("toeplitz: " + doubt));
        progress.step("reading the network");
        Loaded loaded = network.load();
        progress.step("simulating %s on %s".formatted(loaded.graph().name(), accelerator.name()));
        Mapper mapper = mapping.mapper(loaded.graph(), accelerator, table);
        Activity activity = new Activity();
        Workload workload = Simulator.workload(loaded.graph(), accelerator, density.read(loaded.graph(), accelerator));
        Optional<Timeline.Run> run = play(workload, accelerator, mapper, activity);
        NetworkCost cost = run.map(Timeline.Run::cost).orElseGet(() -> Simulator.cost(workload, accelerator, mapper));
        WhatIf whatIf = WhatIf.of(cost, mapper);
        if (explained != null) {
            terminal.printAlways(explanation(cost, whatIf, mapper));
            return ExitCode.FINE;
        }
        Played played = run.map(each -> Played.of(each, activity)).orElseGet(() -> Played.inTurn(cost));
        Report report = ReportBuilder.build(cost, whatIf, table, loaded.source(), loaded.folded(), played);
        if (json) {
            terminal.printAlways(ReportFiles.text(report, Format.JSON));
            return ExitCode.FINE;
        }
        terminal.print(TerminalReport.write(report, terminal::heading));
        String advice = hints.text(loaded.graph());
        terminal.print(advice.isEmpty() ? "" : "\n" + advice);
        if (device != null) {
            terminal.print("\n" + FpgaText.write(accelerator, device, true, false));
        }
        if (!noFiles) {
            progress.step("writing files");
            List<Path> written = ReportFiles.write(report, formats, directory);
            terminal.print("\nwritten: "
                    + String.join(", ", written.stream().map(Path::toString).toList()) + "\n");
        }
        return ExitCode.FINE;
    }

    private void requireOneResult() {
        Require.that(
                !json || explained == null,
                "--explain with --json",
                "one of them: a layer's formulas are printed as text",
                "leave one out");
        Require.that(
                fpga == null || !json && explained == null,
                "--device-fpga with --json or --explain",
                "the report in the terminal, which the fit is printed below",
                "leave one out; `toeplitz hw fit` prints the fit by itself");
    }

    /** When layers ran, and what was written on the way; by the closed form one after the other. */
    private Optional<Timeline.Run> play(Workload workload, Accelerator accelerator, Mapper mapper, Activity activity) {
        if (trace == null && fidelity == Fidelity.ANALYTIC) {
            return Optional.empty();
        }
        Slices slices = new Slices();
        Recorder recorder = trace == null ? activity : slices.and(activity);
        Timeline.Run run = Simulator.play(workload, accelerator, mapper, recorder);
        if (trace != null) {
            WholeFile.write(trace, PerfettoTrace.write(run.cost(), slices));
        }
        return Optional.of(run);
    }

    private String explanation(NetworkCost cost, WhatIf whatIf, Mapper mapper) {
        List<String> names = cost.layers().stream().map(LayerCost::name).toList();
        int index = names.indexOf(explained);
        if (index < 0) {
            throw InputException.unknown("layer of " + cost.graph().name(), explained, names);
        }
        LayerCost layer = cost.layers().get(index);
        Diagnosis diagnosis = whatIf.layer(index);
        return "%s (%s) on %s%n"
                        .formatted(
                                Clean.text(layer.name(), 60),
                                layer.layer().operators(),
                                cost.accelerator().name())
                + "  bound by %s: %s%n".formatted(diagnosis.limit().words(), diagnosis.reason())
                + "  twice: %s%n".formatted(twice(diagnosis))
                + (cost.fidelity() == Fidelity.ANALYTIC ? "" : OF_TIMELINE)
                + fusion(cost, index, mapper)
                + ExplanationText.write(LayerExplanation.of(layer, cost.accelerator()))
                + MappingText.of(layer, cost.accelerator()).indent(2)
                + Decisions.text(layer, cost.accelerator()).indent(2);
    }

    /** With which layers it runs as one, or why with none; nothing where layers always run one by one. */
    private static String fusion(NetworkCost cost, int index, Mapper mapper) {
        Accelerator machine = cost.accelerator();
        if (!machine.fusesLayers()) {
            return "";
        }
        return cost.layers()
                .get(index)
                .fused()
                .map(share -> "  fusion: %s%n".formatted(share.words()))
                .orElseGet(() -> {
                    NetworkCost base = Simulator.simulate(cost.graph(), machine.withFusion(false), mapper);
                    return "  fusion: it runs by itself: %s%n"
                            .formatted(Fusion.of(base, mapper).reason(index));
                });
    }

    private static String twice(Diagnosis diagnosis) {
        return diagnosis.changes().stream()
                .map(change -> String.format(Locale.ROOT, "%s %.2f×", change.name(), change.speedup()))
                .collect(Collectors.joining(", "));
    }
}
