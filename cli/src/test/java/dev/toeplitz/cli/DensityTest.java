package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.sim.coding.Contents;
import dev.toeplitz.sim.coding.ContentsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shares of zeros from a run to a report. */
class DensityTest extends CommandRuns {
    @TempDir
    Path folder;

    private Report report(String... arguments) {
        out.getBuffer().setLength(0);
        String[] all = java.util.stream.Stream.concat(List.of("report", "--json").stream(), List.of(arguments).stream())
                .toArray(String[]::new);
        assertThat(run(all)).as(err.toString()).isEqualTo(ExitCode.FINE);
        return JsonReport.read(out.toString());
    }

    @Test
    @DisplayName("B13: zeros that a run finds before and after ReLU give a ratio for each map of a report")
    void measuredOnADevice() {
        Path file = folder.resolve("zeros.csv");
        assertThat(run(
                        "run",
                        "resnet20-cifar",
                        "--weights",
                        "random:1",
                        "--device",
                        "pocl",
                        "--no-tuning",
                        "--quiet",
                        "--runs",
                        "1",
                        "--density",
                        file.toString()))
                .as(err.toString())
                .isEqualTo(ExitCode.FINE);
        Contents measured = ContentsFile.load(file.toString());
        assertThat(measured.tensors().get("conv3_2_add").density())
                .as("before ReLU")
                .isGreaterThan(0.99);
        double after = measured.tensors().get("conv3_2_relu").density();
        assertThat(after).as("after").isBetween(0.2, 0.8);

        Report coded = report("resnet20-cifar", "--hw", "eyeriss-v1", "--density", file.toString());
        Report dense = report("resnet20-cifar", "--hw", "eyeriss-v1");
        assertThat(dense.coded()).isNull();
        assertThat(coded.totals().dramBytes()).isLessThan(dense.totals().dramBytes());
        Report.Coded map = coded.layers().stream()
                .flatMap(row -> row.coded().stream())
                .filter(each -> each.tensor().equals("conv3_2_relu"))
                .findFirst()
                .orElseThrow();
        assertThat(map.density()).isEqualTo(after);
        // Three pairs of 21 bits in 64, and almost no run is longer than 31.
        assertThat(map.ratio()).isCloseTo(48 / 64.0 / after, Offset.offset(0.02));
        assertThat(map.payloadBytes() + map.indexBytes())
                .isCloseTo((long) (map.denseBytes() / map.ratio()), Offset.offset(2L));
        assertThat(coded.coded().mapDenseBytes()).isGreaterThan(0);
        assertThat(coded.coded().weightDenseBytes()).isZero();
    }

    @Test
    @DisplayName("B12: payload and index of SqueezeNet's weights stand apart in the report")
    void published() {
        Report report =
                report("squeezenet1.0", "--hw", "../docs/examples/sparse.yaml", "--density", "squeezenet-pruned");
        assertThat(report.coded().weightDenseBytes()).isEqualTo(4_993_696);
        assertThat(report.coded().weightPayloadBytes()).isEqualTo(315_824);
        assertThat(report.coded().weightIndexBytes()).isPositive();
        out.getBuffer().setLength(0);
        assertThat(run(
                        "report",
                        "squeezenet1.0",
                        "--hw",
                        "../docs/examples/sparse.yaml",
                        "--density",
                        "squeezenet-pruned",
                        "--format",
                        "csv",
                        "--out",
                        folder.toString()))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("coded weights:").contains("of index for");
    }

    @Test
    void whatCannotBeCodedIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("d.csv"), "tensor,density\nconv9,0.5\n");
        assertThat(run("report", "resnet20-cifar", "--hw", "eyeriss-v1", "--no-files", "--density", file.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("'conv9' is no tensor of resnet20-cifar");
        err.getBuffer().setLength(0);
        assertThat(run("report", "squeezenet1.0", "--hw", "tpu-v1", "--no-files", "--density", "squeezenet-pruned"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("tpu-v1 stores every tensor as it is");
    }
}
