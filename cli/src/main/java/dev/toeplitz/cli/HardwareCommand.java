package dev.toeplitz.cli;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.Description;
import dev.toeplitz.hw.yaml.Entry;
import dev.toeplitz.reports.terminal.Units;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "hw",
        header = "The accelerators that go by a name.",
        footer = {"", "Examples:", "  toeplitz hw", "  toeplitz hw show tpu-v1"},
        subcommands = HardwareCommand.Show.class,
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
            Table table = new Table("key", "value", "source");
            for (Entry entry : description.entries()) {
                table.row(entry.path(), entry.value(), entry.source().isEmpty() ? "-" : entry.source());
            }
            terminal.printAlways(String.format(
                    Locale.ROOT,
                    "%s: %s%npeak %s MAC/s, balanced at %.1f MACs a DRAM byte%n%n%s",
                    accelerator.name(),
                    accelerator.title(),
                    Units.count(accelerator.peakMacsPerSecond()),
                    accelerator.balanceMacsPerByte(),
                    table));
            return ExitCode.FINE;
        }
    }
}
