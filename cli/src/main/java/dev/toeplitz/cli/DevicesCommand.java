package dev.toeplitz.cli;

import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.runtime.Devices;
import dev.toeplitz.runtime.opencl.Availability;
import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.SelfTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "devices",
        header = "The machine's OpenCL devices, each tried with a small kernel.",
        footer = {"", "Example:", "  toeplitz devices"},
        mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {
    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        return switch (Devices.look()) {
            case Availability.Ready ready -> {
                ready.problems().forEach(problem -> terminal.note("toeplitz: left out: " + Clean.text(problem, 80)));
                yield list(Devices.tryAll(ready));
            }
            case Availability.Missing missing -> missing(missing);
        };
    }

    private int missing(Availability.Missing missing) {
        terminal.note(
                "toeplitz: %s; %s; simulation needs no OpenCL".formatted(OneLine.of(missing.found()), missing.toTry()));
        return ExitCode.DEVICE;
    }

    private int list(List<Devices.Tried> devices) {
        Table table = new Table("device", "type", "platform", "name", ">units", ">memory", "has", "self-test");
        for (Devices.Tried tried : devices) {
            Device device = tried.device();
            table.row(
                    device.index(),
                    device.type().name().toLowerCase(),
                    Clean.text(device.platform(), 24),
                    Clean.text(device.name(), 30),
                    device.limits().computeUnits(),
                    Units.bytes(device.limits().globalBytes()),
                    features(device),
                    outcome(tried.outcome()));
        }
        terminal.printAlways(table.toString());
        return devices.stream().allMatch(tried -> tried.outcome().passed()) ? ExitCode.FINE : ExitCode.CHECK_FAILED;
    }

    private static String features(Device device) {
        List<String> features = new ArrayList<>();
        add(features, device.features().compiles(), "compiler");
        add(features, device.features().float16(), "fp16");
        add(features, device.features().float64(), "fp64");
        add(features, device.features().subgroups(), "subgroups");
        add(features, device.features().integerDotProduct(), "int-dot");
        return String.join(" ", features);
    }

    private static void add(List<String> features, boolean has, String name) {
        if (has) {
            features.add(name);
        }
    }

    private static String outcome(SelfTest.Outcome outcome) {
        return outcome.passed()
                ? "passed in " + Units.seconds(outcome.nanoseconds() / 1e9)
                : "FAILED: " + Clean.text(outcome.problem(), 60);
    }
}
