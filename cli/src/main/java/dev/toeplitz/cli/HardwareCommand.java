package dev.toeplitz.cli;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.Description;
import dev.toeplitz.hw.yaml.Entry;
import dev.toeplitz.reports.terminal.Units;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "hw",
        header = "The accelerators that go by a name.",
        footer = {
            "",
            "Examples:",
            "  toeplitz hw",
            "  toeplitz hw show tpu-v1",
            "  toeplitz hw fit zu9eg-32x32 --fpga zu9eg"
        },
        subcommands = {HardwareCommand.Show.class, FitCommand.class, FpgasCommand.class},
        mixinStandardHelpOptions = true)
final class HardwareCommand implements Callable<Integer> {
    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        Table table = new Table("name", ">array", "dataflow", ">MHz", ">peak MAC/s", ">DRAM GB/s", "title");
        for (String name : Accelerators.presets()) {
            Accelerator accelerator = Accelerators.load(name);
            PeArray array = accelerator.peArray();
            table.row(
                    name,
                    array.rows() + " x " + array.cols(),
                    array.dataflow().name(),
                    "%.0f".formatted(accelerator.clockMegahertz()),
                    Units.count(accelerator.peakMacsPerSecond()),
                    Units.count(accelerator.dram().gigabytesPerSecond()),
                    accelerator.title());
        }
        terminal.printAlways(table.toString());
        return ExitCode.FINE;
    }

    @Command(
            name = "show",
            header = "One accelerator, each value with its source.",
            footer = {"", "Example:", "  toeplitz hw show tpu-v1"},
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "NAME|FILE.yaml", description = "A name of `toeplitz hw`, or a description.")
        private String hardware;

        @Mixin
        private Terminal terminal;

        @Override
        public Integer call() {
            Description description = Accelerators.describe(hardware);
            Accelerator accelerator = description.accelerator();
            terminal.printAlways(String.format(
                    Locale.ROOT,
                    "%s: %s%npeak %s MAC/s, balanced at %.1f MACs a DRAM byte%n%n%s%s%s",
                    accelerator.name(),
                    accelerator.title(),
                    Units.count(accelerator.peakMacsPerSecond()),
                    accelerator.balanceMacsPerByte(),
                    values(description),
                    KnownDram.timings(accelerator.dram())
                            .map("%n%s%n"::formatted)
                            .orElse(""),
                    citations(description)));
            return ExitCode.FINE;
        }

        private static Table values(Description description) {
            Table table = new Table("key", ">line", "value", "unit", "source");
            for (Entry entry : description.entries()) {
                table.row(
                        entry.path(),
                        entry.isDefault() ? "" : String.valueOf(entry.line()),
                        entry.value(),
                        entry.unit(),
                        entry.source().isEmpty() ? "-" : entry.source());
            }
            return table;
        }

        private static String citations(Description description) {
            return description.sources().entrySet().stream()
                    .map(each -> "%n%s: %s".formatted(each.getKey(), each.getValue()))
                    .collect(Collectors.joining("", "", "%n".formatted()));
        }
    }
}
