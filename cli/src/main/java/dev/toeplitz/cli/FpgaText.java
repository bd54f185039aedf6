package dev.toeplitz.cli;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.fpga.FpgaCosts;
import dev.toeplitz.hw.fpga.FpgaDevice;
import dev.toeplitz.hw.yaml.FpgaDevices;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.sim.fpga.Component;
import dev.toeplitz.sim.fpga.FpgaFit;
import dev.toeplitz.sim.fpga.Instead;
import dev.toeplitz.sim.fpga.Resource;
import dev.toeplitz.sim.fpga.Use;
import java.util.Locale;
import java.util.stream.Collectors;

/** An accelerator on an FPGA, as text. */
final class FpgaText {
    private FpgaText() {}

    static String write(Accelerator machine, FpgaDevice device, boolean packs, boolean doublePumps) {
        FpgaCosts costs = FpgaDevices.costs();
        Instead.Counting counting = Instead.Counting.of(packs, doublePumps, costs);
        FpgaFit fit = counting.count(machine, device);
        return "%s on %s (%s)%n%n%s%n%s"
                .formatted(
                        machine.name(),
                        device.name(),
                        device.part(),
                        table(fit),
                        verdict(fit, fit.fits() ? null : Instead.of(machine, device, FpgaDevices.all(), counting)));
    }

    private static Table table(FpgaFit fit) {
        String ram = fit.device().blockRamKind().name();
        Table table = new Table(
                "component",
                ">DSP",
                ">" + ram,
                ">UltraRAM",
                ">" + fit.device().logicKind().name(),
                "how");
        for (Component component : fit.components()) {
            row(table, component.name(), component.use(), component.how());
        }
        row(table, "total", fit.total(), "");
        row(table, "budget", fit.budget(), "");
        table.row(
                "share",
                share(fit, Resource.DSP),
                share(fit, Resource.BLOCK_RAM),
                share(fit, Resource.ULTRA_RAM),
                share(fit, Resource.LOGIC),
                "");
        return table;
    }

    private static void row(Table table, String name, Use use, String how) {
        table.row(name, amount(use.dsps()), amount(use.blockRams()), amount(use.ultraRams()), amount(use.logic()), how);
    }

    private static String amount(double value) {
        return value == 0 ? "-" : String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.1f", value);
    }

    private static String share(FpgaFit fit, Resource resource) {
        return fit.total().of(resource) == 0 ? "-" : Units.percent(fit.share(resource));
    }

    private static String verdict(FpgaFit fit, Instead instead) {
        String binding = "%s (%s)".formatted(fit.binding().words(), Units.percent(fit.share(fit.binding())));
        if (instead == null) {
            return "It fits; %s binds.%n".formatted(binding);
        }
        String smaller = instead.smaller()
                .map(each -> "On this device would fit: " + words(each) + ".")
                .orElse("No smaller array fits on this device either.");
        String device = instead.device()
                .map(each -> "As it is it would fit on %s.".formatted(each.name()))
                .orElse("As it is it fits on none of the devices.");
        return "It does not fit; %s binds.%n%s%n%s%n".formatted(binding, smaller, device);
    }

    private static String words(Accelerator machine) {
        return "an array of %d x %d with %s"
                .formatted(
                        machine.peArray().rows(),
                        machine.peArray().cols(),
                        machine.buffers().stream()
                                .map(buffer -> "%s of %s".formatted(buffer.name(), Units.bytes(buffer.bytes())))
                                .collect(Collectors.joining(", ")));
    }
}
