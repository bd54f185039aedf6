package dev.toeplitz.cli;

import dev.toeplitz.hw.fpga.FpgaDevice;
import dev.toeplitz.hw.yaml.FpgaDevices;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "fpgas",
        header = "The FPGAs that go by a name, and their budgets.",
        footer = {"", "Example:", "  toeplitz hw fpgas"},
        mixinStandardHelpOptions = true)
final class FpgasCommand implements Callable<Integer> {
    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        Table table = new Table(
                "name", "part", "family", ">nm", ">DSP", "kind", ">RAM", "kind", ">UltraRAM", ">logic", "unit");
        for (FpgaDevice device : FpgaDevices.all()) {
            table.row(
                    device.name(),
                    device.part(),
                    device.family(),
                    "%.0f".formatted(device.nanometres()),
                    count(device.dsps()),
                    device.dspKind().name().toLowerCase(Locale.ROOT),
                    count(device.blockRams()),
                    device.blockRamKind(),
                    device.ultraRams() == 0 ? "-" : count(device.ultraRams()),
                    count(device.logic()),
                    device.logicKind());
        }
        terminal.printAlways(table.toString());
        return ExitCode.FINE;
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
