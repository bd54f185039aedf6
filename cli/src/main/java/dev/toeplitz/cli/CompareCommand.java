package dev.toeplitz.cli;

import dev.toeplitz.cli.NetworkSource.Loaded;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.reports.ReportFiles;
import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.markdown.MarkdownComparison;
import dev.toeplitz.reports.model.Column;
import dev.toeplitz.reports.model.Comparison;
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
            "Reports of `toeplitz run --report FILE.json` stand beside predictions of the same network, or each other.",
            "The best of a line has a star; a ratio is to the first column. Layers are joined by name, and by the",
            "nodes that they stand for where a run is among them."
        },
        footer = {
            "",
            "Examples:",
            "  toeplitz compare resnet50 mobilenet-v2 --hw tpu-v1",
            "  toeplitz compare resnet50 --hw tpu-v1,gemmini-16x16,nvdla-large",
            "  toeplitz compare out/before.json out/after.json --markdown",
            "  toeplitz compare resnet50 run.json --hw tpu-v1"
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "NETWORK|FILE.onnx|REPORT.json",
            description = "Names of `toeplitz networks`, ONNX files, or reports and run reports written as JSON.")
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
        List<Column> columns = new ArrayList<>();
        try (Progress progress = terminal.progress()) {
            List<Accelerator> accelerators =
                    hardware.stream().map(Accelerators::load).toList();
            for (String subject : subjects) {
                if (subject.endsWith(".json")) {
                    columns.add(ReportFiles.readColumn(Path.of(subject)));
                } else {
                    simulate(subject, accelerators, progress, columns);
                }
            }
        }
        if (columns.size() < 2) {
            throw new InputException(
                    "one report alone", "two or more", "name another network, report, or accelerator of --hw");
        }
        Comparison comparison = Comparison.ofColumns(columns);
        if (form.json) {
            terminal.printAlways(JsonReport.write(comparison));
        } else if (form.markdown) {
            terminal.printAlways(MarkdownComparison.write(comparison));
        } else {
            terminal.print(ComparisonText.write(comparison, terminal::emphasized));
        }
        return ExitCode.FINE;
    }

    private void simulate(String network, List<Accelerator> accelerators, Progress progress, List<Column> columns) {
        if (accelerators.isEmpty()) {
            throw new InputException(
                    "'%s' without --hw".formatted(Clean.text(network, 60)),
                    "an accelerator to simulate it on, or a report's JSON file",
                    "add --hw NAME; `toeplitz hw` lists them");
        }
        Loaded loaded = NetworkSource.of(network, batch).load();
        for (Accelerator accelerator : accelerators) {
            progress.step("simulating %s on %s".formatted(loaded.graph().name(), accelerator.name()));
            columns.add(Column.of(ReportBuilder.build(
                    Simulator.simulate(loaded.graph(), accelerator), loaded.source(), loaded.folded())));
        }
    }
}
