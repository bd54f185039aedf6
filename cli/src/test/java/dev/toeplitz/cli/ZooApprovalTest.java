package dev.toeplitz.cli;

import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Networks.Network;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.reports.model.ReportBuilder;
import dev.toeplitz.reports.terminal.TerminalReport;
import dev.toeplitz.sim.Simulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The terminal report of every network of the zoo is one that was looked at: a changed figure is seen in review. Of most
 * networks the head is kept, and a checksum that tells whether any figure of any layer changed; of a few, all of it.
 */
class ZooApprovalTest {
    private static final Path APPROVED = Path.of("src", "test", "resources", "dev", "toeplitz", "cli", "approved");
    private static final Accelerator ACCELERATOR = Accelerators.load("gemmini-16x16");

    private static String report(Network network) {
        return TerminalReport.write(ReportBuilder.build(
                Simulator.simulate(network.build(), ACCELERATOR), "zoo: " + network.paper(), List.of()));
    }

    @Test
    void everyReportIsTheApprovedOne() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Network network : Networks.all()) {
            String report = report(network);
            text.append(head(report))
                    .append("  layers: ")
                    .append(checksum(report))
                    .append('\n');
        }
        Approved.check(APPROVED.resolve("zoo-on-gemmini-16x16.txt"), text.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"alexnet", "squeezenet1.1", "resnet18", "mobilenet-v1", "googlenet"})
    void aFewAreApprovedWhole(String name) throws IOException {
        Approved.check(
                APPROVED.resolve(name + "-on-gemmini-16x16.txt"),
                report(Networks.named(name)).toString());
    }

    /** All but the second line, which is the accelerator's. */
    private static String head(String report) {
        List<String> lines = report.lines().takeWhile(line -> !line.isEmpty()).toList();
        return lines.stream().filter(line -> !line.contains(" PEs ")).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String checksum(String report) {
        CRC32 sum = new CRC32();
        sum.update(report.getBytes(StandardCharsets.UTF_8));
        return "%d lines, CRC-32 %08x".formatted(report.lines().count(), sum.getValue());
    }
}
