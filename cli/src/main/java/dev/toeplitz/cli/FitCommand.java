package dev.toeplitz.cli;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.fpga.FpgaDevice;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.FpgaDevices;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "fit",
        header = "What an accelerator takes of an FPGA, what binds, and what would fit instead.",
        footer = {
            "",
            "Examples:",
            "  toeplitz hw fit zu9eg-32x32 --fpga zu9eg",
            "  toeplitz hw fit mine.yaml --fpga u250"
        },
        mixinStandardHelpOptions = true)
final class FitCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME|FILE.yaml", description = "A name of `toeplitz hw`, or a description.")
    private String hardware;

    @Option(names = "--fpga", required = true, paramLabel = "DEVICE", description = "A name of `toeplitz hw fpgas`.")
    private String fpga;

    @Option(names = "--no-packing", description = "Give each 8-bit product a DSP block of its own.")
    private boolean unpacked;

    @Option(names = "--double-pump", description = "Clock DSP blocks at twice the array's clock.")
    private boolean doublePumps;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        Accelerator accelerator = Accelerators.load(hardware);
        FpgaDevice device = FpgaDevices.named(fpga);
        terminal.printAlways(FpgaText.write(accelerator, device, !unpacked, doublePumps));
        return ExitCode.FINE;
    }
}
