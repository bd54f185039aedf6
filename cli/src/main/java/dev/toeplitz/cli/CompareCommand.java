package dev.toeplitz.cli;

import dev.toeplitz.cli.NetworkSource.Loaded;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.reports.ReportFiles;
import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.markdown.MarkdownComparison;
import dev.toeplitz.reports.model.Comparison;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.ReportBuilder;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.ComparisonText;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.terms.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        header = "Networks on accelerators, or reports, side by side.",
        description = {
            "Every network is simulated on every accelerator of --hw; a JSON file is a report that was written before.",
            "The best of a line has a star; a ratio is to the first column. Layers are joined by name."
        },
        footer = {
            "",
            "Examples:",
            "  toeplitz compare resnet50 mobilenet-v2 --hw tpu-v1",
            "  toeplitz compare resnet50 --hw tpu-v1,gemmini-16x16,nvdla-large",
            "  toeplitz compare out/before.json out/after.json --markdown"
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "NETWORK|FILE.onnx|REPORT.json",
            description = "Names of `toeplitz networks`, ONNX files, or reports written as JSON.")
    private List<String> subjects;

    @Option(
            names = "--hw",
            split = ",",
            paramLabel = "NAME|FILE.yaml",
            description = "Names of `toeplitz hw`, or descriptions; several with commas. Reports need none.")
    private List<String> hardware = List.of();

    @Option(names = "--batch", paramLabel = "N", description = "Images at a time, for the networks.")
    private Integer batch;

    @ArgGroup
    private Form form = new Form();

    /** One of them. */
    static final class Form {
        @Option(names = "--json", description = "Print the comparison as JSON.")
        private boolean json;

        @Option(names = "--markdown", description = "Print the comparison as Markdown, for a pull request.")
        private boolean markdown;
    }

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        List<Report> reports = new ArrayList<>();
        try (Progress progress = terminal.progress()) {
            List<Accelerator> accelerators =
                    hardware.stream().map(Accelerators::load).toList();
            for (String subject : subjects) {
                if (subject.endsWith(".json")) {
                    reports.add(ReportFiles.read(Path.of(subject)));
                } else {
                    simulate(subject, accelerators, progress, reports);
                }
            }
        }
        if (reports.size() < 2) {
            throw new InputException(
                    "one report alone", "two or more", "name another network, report, or accelerator of --hw");
        }
        Comparison comparison = Comparison.of(reports);
        if (form.json) {
            terminal.printAlways(JsonReport.write(comparison));
        } else if (form.markdown) {
            terminal.printAlways(MarkdownComparison.write(comparison));
        } else {
            terminal.print(ComparisonText.write(comparison, terminal::emphasized));
        }
        return ExitCode.FINE;
    }

    private void simulate(String network, List<Accelerator> accelerators, Progress progress, List<Report> reports) {
        if (accelerators.isEmpty()) {
            throw new InputException(
                    "'%s' without --hw".formatted(Clean.text(network, 60)),
                    "an accelerator to simulate it on, or a report's JSON file",
                    "add --hw NAME; `toeplitz hw` lists them");
        }
        Loaded loaded = NetworkSource.of(network, batch).load();
        for (Accelerator accelerator : accelerators) {
            progress.step("simulating %s on %s".formatted(loaded.graph().name(), accelerator.name()));
            reports.add(ReportBuilder.build(
                    Simulator.simulate(loaded.graph(), accelerator), loaded.source(), loaded.folded()));
        }
    }
}
