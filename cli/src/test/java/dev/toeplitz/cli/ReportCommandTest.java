package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportCommandTest extends CommandRuns {
    /** A description with one DRAM key as a test wants it. */
    private static final String MACHINE = """
        pe_array: {rows: 16, cols: 16, dataflow: ws}
        buffers:
          - {name: all, holds: [input, weight, output], bytes: 1 MiB}
        dram: {%s}
        """;

    @TempDir
    Path directory;

    /** One layer is a row of the table; what explains it adds up to what stands there. */
    @ParameterizedTest
    @EnumSource(Fidelity.class)
    void anExplanationAddsUpToTheTable(Fidelity fidelity) {
        NetworkCost cost = Simulator.simulate(Networks.named("lenet5").build(), Accelerators.load("tpu-v1"), fidelity);
        for (LayerCost layer : cost.layers()) {
            if (List.of("C1", "C3_0", "C5", "S2", "S2_map_0").contains(layer.name())) {
                out.getBuffer().setLength(0);
                assertThat(run(
                                "report",
                                "lenet5",
                                "--hw",
                                "tpu-v1",
                                "--fidelity",
                                fidelity.name(),
                                "--explain",
                                layer.name()))
                        .isEqualTo(ExitCode.FINE);
                assertThat(out.toString()).contains("  cycles = %,d cycle".formatted(layer.cycles()));
                assertThat(out.toString().contains("timeline: cycles, stalls and"))
                        .as("says whose figures these are")
                        .isEqualTo(fidelity == Fidelity.TIMELINE);
            }
        }
    }

    @Test
    void theLargestBatchIsCounted() {
        assertThat(run("report", "lenet5", "--hw", "tpu-v1", "--batch", "2147483647", "--no-files"))
                .as(err.toString())
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("699T MACs");
    }

    @Test
    void oneIsSingular() {
        assertThat(run("report", "lenet5", "--hw", "tpu-v1", "--explain", "C3_0"))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .contains("1 fold fills")
                .contains("epilogue read = 1 byte ")
                .contains(": 1 tile (");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--explain C1 --json | --explain with --json; expected one of them",
                "--device-fpga zu9eg --json | --device-fpga with --json or --explain; expected the report",
                "--device-fpga zu9eg --explain C1 | --device-fpga with --json or --explain; expected the report",
                "--input-shape foo | toeplitz: Value for option '--input-shape'",
            })
    void whatCannotGoTogetherIsRefused(String options, String message) {
        assertThat(run(("report lenet5 --hw tpu-v1 " + options).split(" "))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anEmptyNameIsNoDirectory() {
        assertThat(run("report", "", "--hw", "tpu-v1")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("the network's name is empty; expected a name of `toeplitz networks`");
    }

    private Path machine(String dram) throws IOException {
        return Files.writeString(directory.resolve("small.yaml"), MACHINE.formatted(dram));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"DDR9, true, true", "DDR4-2400, false, false", "DDR3-2133, false, true", "'', false, false"})
    void aDramStandardThatIsNotKnownIsDoubted(String standard, boolean doubted, boolean shown) throws IOException {
        String file = machine("gigabytes_per_second: 10, standard: '%s'".formatted(standard))
                .toString();
        assertThat(run("report", "lenet5", "--hw", file, "--no-files"))
                .as(err.toString())
                .isEqualTo(ExitCode.FINE);
        assertThat(err.toString().contains("dram.standard 'DDR9': its timings are not known"))
                .isEqualTo(doubted);
        assertThat(run("hw", "show", file)).isEqualTo(ExitCode.FINE);
        assertThat(out.toString().contains("'%s': its timings are not known".formatted(standard)))
                .isEqualTo(shown);
    }

    @Test
    void aDramThatIsAllButStillIsRefusedWhereItStands() throws IOException {
        Path file = machine("gigabytes_per_second: 1e-300");
        assertThat(run("report", "lenet5", "--hw", file.toString(), "--no-files"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("small.yaml:")
                .contains("gigabytes_per_second is 1.0E-300 with an efficiency of 1.0; expected at least a byte a"
                        + " second");
    }
}
