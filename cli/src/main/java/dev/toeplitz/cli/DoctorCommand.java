package dev.toeplitz.cli;

import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.runtime.Devices;
import dev.toeplitz.runtime.opencl.Availability;
import dev.toeplitz.runtime.opencl.Device;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        header = "What this machine has, what is missing, and how to get it.",
        description = "Simulation needs Java alone. Running on devices needs OpenCL as well.",
        footer = {"", "Example:", "  toeplitz doctor"},
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        Runtime machine = Runtime.getRuntime();
        StringBuilder text = new StringBuilder();
        text.append("java        %s %s (%s)%n"
                .formatted(System.getProperty("java.vendor"), Runtime.version(), System.getProperty("java.home")));
        text.append("machine     %s %s, %d processors, %s heap%n"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        machine.availableProcessors(),
                        Units.bytes(machine.maxMemory())));
        text.append("simulation  ready; needs nothing else\n");
        Availability opencl = Devices.look();
        text.append(opencl(opencl));
        terminal.printAlways(text.toString());
        return ExitCode.FINE;
    }

    private static String opencl(Availability availability) {
        return switch (availability) {
            case Availability.Ready ready -> devices(ready);
            case Availability.Missing missing ->
                "OpenCL      %s%n            %s%n".formatted(Clean.text(missing.found(), 200), missing.toTry());
        };
    }

    private static String devices(Availability.Ready ready) {
        StringBuilder text = new StringBuilder("OpenCL      ready; `toeplitz devices` tries each device\n");
        ready.devices().forEach(each -> {
            Device device = each.description();
            text.append("  %-8s  %s, %s (driver %s)%n"
                    .formatted(
                            device.index(),
                            Clean.text(device.name(), 40),
                            Clean.text(device.software().openCl(), 40),
                            Clean.text(device.software().driver(), 30)));
        });
        ready.problems().forEach(problem -> text.append("  left out  %s%n".formatted(Clean.text(problem, 80))));
        return text.toString();
    }
}
