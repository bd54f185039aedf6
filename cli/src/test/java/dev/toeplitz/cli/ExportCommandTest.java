package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportCommandTest extends CommandRuns {
    @TempDir
    Path directory;

    @Test
    void aNetworkIsExportedAndReadAgain() throws IOException {
        Path file = directory.resolve("small.onnx");
        assertThat(run("export", "lenet-caffe", "-o", file.toString(), "--weights", "random:1", "--batch", "3"))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("431,080 parameters");
        assertThat(Files.size(file)).isBetween(4L * 431_080, 4L * 431_080 + 4_000);
        assertThat(run("report", file.toString(), "--hw", "tpu-v1", "--json")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("\"macs\" : " + 3 * 2_293_000L);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aTopologyIsExportedAndReported() {
        Path file = directory.resolve("alexnet.csv");
        assertThat(run("export", "alexnet", "-o", file.toString())).isEqualTo(ExitCode.FINE);
        assertThat(run("report", file.toString(), "--hw", "tpu-v1", "--json")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("\"macs\" : " + 724_406_816L).contains("file: alexnet.csv");
    }

    @Test
    void aNetworkInEightBitsIsWrittenAndRunAgain() throws IOException {
        Path file = directory.resolve("small.onnx");
        assertThat(run(
                        "export",
                        "lenet-caffe",
                        "-o",
                        file.toString(),
                        "--weights",
                        "random:1",
                        "--precision",
                        "int8",
                        "--weight-bits",
                        "7"))
                .as(err.toString())
                .isEqualTo(ExitCode.FINE);
        assertThat(err.toString()).contains("4 of 4 convolutions and products in 8-bit integers");
        assertThat(out.toString()).as("scales are no parameters").contains("431,080 parameters");
        out.getBuffer().setLength(0);
        assertThat(run("networks", "show", file.toString())).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("431,080 parameters");
        assertThat(Files.size(file)).isBetween(431_080L, 431_080 + 20_000L);
        assertThat(run("run", file.toString(), "--device", "pocl", "--check")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("layers within their bounds");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "lenet5 -o DIR/x.onnx | the weights of this network are not given; expected values; give them with"
                        + " --weights",
                "lenet5 -o DIR/x.onnx --weights 7 | --weights: '7'; expected random:SEED with a whole number, or none",
                "lenet5 -o DIR/x.txt | expected a file that ends in .onnx or .csv",
                "lenet5 -o DIR/no/x.onnx --weights none | x.onnx: cannot write there",
                "lenet5 -o DIR/x.csv --weights none | --weights: weights for a topology",
                "lenet5 -o DIR/x.csv --precision int8 | --precision: a precision for a topology",
                "lenet5 -o DIR/x.onnx --weights random:1 --precision int4 | --precision: 'int4'; expected fp32 or int8",
                "lenet5 -o DIR/x.onnx --weights random:1 --calibrate ramp | --calibrate: calibration for fp32",
                "lenet5 -o DIR/x.onnx --weights random:1 --precision int8 --weight-bits 5 | --weight-bits: 5; expected"
                        + " 8 or 7",
                "lenet5 -o DIR/x.onnx --form products | --form: lines for an ONNX file",
                "DIR/none.csv -o DIR/x.csv | none.csv: the file cannot be read",
                "DIR/none.csv -o DIR/x.csv --batch 2 | --batch or --input-shape for a topology",
            })
    void anExportThatCannotBeIsRefusedAndLeavesNothingBehind(String arguments, String message) {
        String placed = "export " + arguments.replace("DIR", directory.toString());
        assertThat(run(placed.split(" "))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(message);
        assertThat(directory).isEmptyDirectory();
    }
}
