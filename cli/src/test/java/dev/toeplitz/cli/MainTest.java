package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.runtime.Devices;
import dev.toeplitz.runtime.opencl.Availability;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void aReportIsPrintedAndWrittenInThreeFormats() throws IOException {
        assertThat(run("report", "squeezenet1.1", "--hw", "gemmini-16x16", "--out", directory.toString()))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("squeezenet1.1 on gemmini-16x16").contains("total");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "squeezenet1.1-on-gemmini-16x16.html",
                            "squeezenet1.1-on-gemmini-16x16.csv",
                            "squeezenet1.1-on-gemmini-16x16.json");
        }
    }

    @Test
    void everyLineOfAReportFitsAHundredColumns() {
        run("report", "googlenet", "--hw", "tpu-v1", "--no-files");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void aMappingIsPrintedAsALoopNestWithItsReasonsAndReadBack() {
        String file = directory.resolve("pins.yaml").toString();
        assertThat(run("map", "alexnet", "--hw", "gemmini-16x16", "--optimise", "edp", "--write", file))
                .isEqualTo(ExitCode.FINE);
        String searched = out.toString();
        assertThat(searched)
                .contains("conv2: ")
                .contains("parallel out_channel over 16 of 16 columns")
                .containsPattern("input: (loaded once|fetched \\d+×)")
                .contains("none has lower energy × cycles than");
        out.getBuffer().setLength(0);
        assertThat(run("map", "alexnet", "--hw", "gemmini-16x16", "--mapping", file))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString().lines())
                .containsExactlyElementsOf(searched.lines()
                        .filter(line -> !line.contains("- proof: ") && !line.startsWith("written"))
                        .toList());
        assertThat(run("report", "alexnet", "--hw", "gemmini-16x16", "--mapping", file, "--no-files"))
                .isEqualTo(ExitCode.FINE);
        assertThat(run("map", "lenet5", "--hw", "gemmini-16x16", "--mapping", file))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("is no layer of lenet5");
    }

    @Test
    void theSameInputGivesTheSameBytes() {
        run("report", "mobilenet-v2", "--hw", "nvdla-small", "--json");
        String first = out.toString();
        out.getBuffer().setLength(0);
        run("report", "mobilenet-v2", "--hw", "nvdla-small", "--json");
        assertThat(out.toString()).isEqualTo(first);
    }

    @Test
    void aBatchMultipliesTheWork() {
        run("report", "alexnet", "--hw", "tpu-v1", "--batch", "16", "--json");
        assertThat(out.toString()).contains("\"macs\" : " + 16 * 724_406_816L);
    }

    @Test
    void aLayerIsExplained() {
        assertThat(run("report", "resnet50", "--hw", "tpu-v1", "--explain", "conv3_1b"))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .contains("cycles = ")
                .contains("utilization = ")
                .contains("DRAM bytes = ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"networks", "hw", "doctor"})
    void listsArePrinted(String command) {
        assertThat(run(command)).isEqualTo(ExitCode.FINE);
        assertThat(out.toString().lines().count()).isGreaterThan(2);
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "report", "map", "networks", "hw", "hw show", "devices", "doctor", "run", "networks show"})
    void helpHasAnExample(String command) {
        String[] words = Stream.concat(
                        Stream.of(command.split(" ")).filter(word -> !word.isEmpty()), Stream.of("--help"))
                .toArray(String[]::new);
        assertThat(run(words)).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).containsPattern("Examples?:\\R  toeplitz ");
    }

    @Test
    void aNetworkIsShownNodeByNodeWithItsTotals() {
        assertThat(run("networks", "show", "vgg16")).isEqualTo(ExitCode.FINE);
        // A10: the lectures' sum of feature maps is 15,237,608 elements, not the 24 million that they print.
        assertThat(out.toString())
                .contains("138,357,544 parameters, 0 running statistics, 15,470,264,320 MACs")
                .contains("15,237,608 as lectures count them")
                .containsPattern("pool5 +MaxPool +1x512x7x7 .* 212x212");
    }

    @Test
    void aNetworkRunsOnADeviceAndIsCheckedNodeByNode() {
        if (!(Devices.look() instanceof Availability.Ready)) {
            assertThat(System.getenv("CI")).as("no OpenCL device").isNull();
            Assumptions.abort("left out: no OpenCL device");
        }
        assertThat(run("run", "lenet5", "--weights", "random:1", "--check")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("55 of 55 nodes within their bounds");
    }

    @Test
    void aDeviceThatIsNotThereIsRefusedWithTheOnesThatAre() {
        int code = run("run", "lenet5", "--weights", "random:1", "--device", "abacus");
        assertThat(code).isIn(ExitCode.BAD_INPUT, ExitCode.DEVICE);
        assertThat(err.toString()).containsAnyOf("no device is 'abacus'", "no OpenCL");
    }

    @Test
    void anAcceleratorIsShownWithItsSources() {
        assertThat(run("hw", "show", "tpu-v1")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("pe_array.rows").contains("ISCA 2017");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        report resnet5 --hw tpu-v1 | 'resnet5' is no network; expected one of
        report resnet50 --hw tpuv1 | 'tpuv1' is no accelerator
        report resnet50 --hw none/there.yaml | none/there.yaml: there is no such file
        report none.onnx --hw tpu-v1 | none.onnx: there is no such file
        report resnet50 --hw tpu-v1 --batch 0 | --batch is 0; expected at least 1
        report resnet50 --hw tpu-v1 --input-shape input=1x3xtall | --input-shape input: '1x3xtall'; expected extents as 1x3x224x224
        report resnet50 --hw tpu-v1 --input-shape data=1x3x8x8 | 'data' is no input of resnet50
        report vgg16 --hw tpu-v1 --input-shape input=1x3x8x8 | node 'pool4' (MaxPool)
        report resnet50 --hw tpu-v1 --explain conv9 | 'conv9' is no layer of resnet50
        report resnet50 | Missing required option: '--hw
        reprot resnet50 | Unmatched argument
        """)
    void badInputGivesOneClearMessageAndItsExitCode(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFileThatIsNotOnnxIsToldApartFromOneThatBreaksOff() throws IOException {
        Path text = Files.writeString(directory.resolve("text.onnx"), "this is no model at all, only a line of text");
        assertThat(run(
                        "report",
                        text.toString(),
                        "--hw",
                        "tpu-v1",
                        "--out",
                        directory.resolve("out").toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).startsWith("toeplitz: " + text).contains("expected an ONNX model");
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void aDirectoryThatCannotBeWrittenLeavesNothingBehind() throws IOException {
        Path file = Files.writeString(directory.resolve("taken"), "not a directory");
        assertThat(run(
                        "report",
                        "lenet5",
                        "--hw",
                        "tpu-v1",
                        "--out",
                        file.resolve("out").toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("cannot write there").contains("choose another with --out");
        assertThat(Files.readString(file)).isEqualTo("not a directory");
    }

    @Test
    void aFileInTheWayOfAReportIsReplacedWhole() throws IOException {
        Path report = directory.resolve("lenet5-on-tpu-v1.csv");
        Files.writeString(report, "older");
        run("report", "lenet5", "--hw", "tpu-v1", "--format", "csv", "--out", directory.toString());
        assertThat(Files.readString(report)).startsWith("network,accelerator,index");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.toList()).isEqualTo(List.of(report));
        }
    }

    @Test
    void aYamlFileIsReadAndItsMistakesHaveALine() throws IOException {
        Path yaml = directory.resolve("mine.yaml");
        Files.writeString(yaml, "name: mine\nclock_mhz: 100\npe_array:\n  rows: 0\n  cols: 4\n  dataflow: ws\n");
        assertThat(run("report", "lenet5", "--hw", yaml.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(yaml + ":4: pe_array: rows is 0; expected at least 1");
    }
}
