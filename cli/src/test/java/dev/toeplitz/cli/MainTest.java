package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.toeplitz.runtime.Devices;
import dev.toeplitz.runtime.opencl.Availability;
import java.io.IOException;
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

class MainTest extends CommandRuns {
    @TempDir
    Path directory;

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
    void aTimelineIsPrintedALineALayerAndWrittenAsATrace() {
        Path trace = directory.resolve("alexnet.perfetto-trace");
        assertThat(run("report", "alexnet", "--hw", "gemmini-16x16", "--trace", trace.toString(), "--no-files"))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("cycles, timeline").contains("# busy, stalls: f first tile");
        assertThat(out.toString().lines().filter(line -> line.contains("| busy ")))
                .hasSizeGreaterThan(7)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(trace).isNotEmptyFile();
    }

    @Test
    void countsThatNoNumberHoldsAreTheUsersError() {
        String[] asked = {"report", "resnet50", "--hw", "tpu-v1", "--no-files", "--batch", "1000000000"};
        assertThat(run(asked)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("is too large to be counted").doesNotContain("a defect of ours");
    }

    @Test
    void aTraceThatCannotBeWrittenIsTheUsersError() {
        assertThat(run("report", "lenet5", "--hw", "tpu-v1", "--trace", directory.toString(), "--no-files"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(directory.toString()).contains("cannot write there");
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
    @ValueSource(strings = {"networks", "hw", "hw fpgas", "doctor"})
    void listsArePrinted(String command) {
        assertThat(run(command.split(" "))).isEqualTo(ExitCode.FINE);
        assertThat(out.toString().lines().count()).isGreaterThan(2);
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "report",
                "compare",
                "map",
                "networks",
                "hw",
                "hw show",
                "hw fit",
                "hw fpgas",
                "devices",
                "doctor",
                "run",
                "export",
                "validate",
                "networks show"
            })
    void helpHasAnExample(String command) {
        String[] words = Stream.concat(
                        Stream.of(command.split(" ")).filter(word -> !word.isEmpty()), Stream.of("--help"))
                .toArray(String[]::new);
        assertThat(run(words)).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).containsPattern("Examples?:\\R  toeplitz ");
    }

    @Test
    void aNetworkRunsOnADeviceAndIsCheckedNodeByNode() {
        if (!(Devices.look() instanceof Availability.Ready)) {
            assertThat(System.getenv("CI")).as("no OpenCL device").isNull();
            Assumptions.abort("left out: no OpenCL device");
        }
        assertThat(run("run", "lenet5", "--weights", "random:1", "--check")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("46 of 46 layers within their bounds");
    }

    @Test
    void aDeviceThatIsNotThereIsRefusedWithTheOnesThatAre() {
        int code = run("run", "lenet5", "--weights", "random:1", "--device", "abacus");
        assertThat(code).isIn(ExitCode.BAD_INPUT, ExitCode.DEVICE);
        assertThat(err.toString()).containsAnyOf("no device is 'abacus'", "no OpenCL");
    }

    @Test
    void anAcceleratorThatDoesNotFitAnFpgaIsToldWhatBindsAndWhatWouldFit() {
        assertThat(run("hw", "fit", "zu9eg-32x32", "--fpga", "zynq-7020")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .contains(
                        "PE array",
                        "It does not fit; ",
                        " binds.",
                        "On this device would fit: an array of ",
                        "As it is it would fit on ");
    }

    @Test
    void aReportTellsHowFullAnFpgaWouldBe() {
        run("report", "lenet5", "--hw", "zu9eg-32x32", "--no-files", "--device-fpga", "zu9eg", "--energy", "16nm");
        assertThat(out.toString()).contains("energy", "by the table of 16nm", "It fits; ");
    }

    @Test
    void theScoreboardIsPrintedAndWrittenAndFailsWhereABoundIsBroken() {
        assertThat(run("validate", "--out", directory.toString())).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(out.toString()).contains("SCALE-Sim", "Eyeriss v1", "are outside their bound, 0 of them without");
        assertThat(directory.resolve("scoreboard.csv")).isNotEmptyFile();
        assertThat(directory.resolve("scoreboard.html")).isNotEmptyFile();
        assertThat(run("validate", "--quiet", "--accept-explained")).isEqualTo(ExitCode.FINE);
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
        report lenet5 --hw tpu-v1 --energy fast | 'fast' is no energy table
        report lenet5 --hw tpu-v1 --device-fpga zu9e | 'zu9e' is no FPGA
        hw fit tpu-v1 --fpga abacus | 'abacus' is no FPGA
        report resnet50 | Missing required option: '--hw
        map lenet5 --hw tpu-v1 --cores 0 | 0 cores; expected 1 to 256; give another number
        map lenet5 --hw tpu-v1 --cores two | '--cores': 'two' is not an int
        report lenet5 --hw tpu-v1 --fusion --cores 2 | 2 cores with fuses_layers; expected one core
        report lenet5 --hw tpu-v1 --fusion --mapping some.yaml | --mapping where layers run as one; expected layers one by one
        map lenet5 --hw tpu-v1 --fusion --layer C1 | tpu-v1 runs layers as one (--fusion, fuses_layers); expected layers one by one for --lowerings
        map lenet5 --hw tpu-v1 --im2col XYZ | '--im2col': expected one of [EXPLICIT, ON_CHIP, IMPLICIT] (case-insensitive) but was 'XYZ'
        report lenet5 --hw tpu-v1 --layout XYZ | '--layout': expected one of [NCHW, NHWC] (case-insensitive) but was 'XYZ'
        map lenet5 --hw tpu-v1 --layer C9 | 'C9' is no layer on the array of lenet5
        networks reducers alexnet | no module of alexnet narrows its input by 1 x 1 convolutions
        networks plot batch lenet5 | batch without --hw; expected an accelerator to simulate it on
        networks plot levels | 0 networks for levels; expected one
        networks plot accuracy lenet5 | networks for accuracy; expected none
        networks plot power lenet5 --hw tpu-v1 --watts 0 | --watts is 0.0; expected more than 0
        networks plot pie | expected one of [LEVELS, VOLUME, FIELDS, ACCURACY, BATCH, POWER]
        compare resnet50 | 'resnet50' without --hw; expected an accelerator to simulate it on
        compare resnet50 --hw tpu-v1 | one report alone; expected two or more
        compare none.json other.json | none.json: there is no such file
        compare a b --hw tpu-v1 --json --markdown | mutually exclusive
        reprot resnet50 | Did you mean: toeplitz report
        report resnet50 --hw tpu-v1 --bach 4 | Possible solutions: --batch
        report resnet50 | toeplitz report resnet50 --hw tpu-v1
        report resnet50 | `toeplitz report --help` says what else it takes
        throughput lenet5 --batches 2,0 | --batches has 0; expected 1 or more
        """)
    void badInputGivesOneClearMessageAndItsExitCode(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void withoutACommandAllAreListed() {
        assertThat(run()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("Missing required subcommand", "Commands:", "report");
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
    void networksAndReportsAreComparedSideBySide() throws IOException {
        run("report", "alexnet", "--hw", "tpu-v1", "--format", "json", "--out", directory.toString());
        out.getBuffer().setLength(0);
        String file = directory.resolve("alexnet-on-tpu-v1.json").toString();
        assertThat(run("compare", file, "alexnet", "--hw", "gemmini-16x16")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .contains("on tpu-v1")
                .contains("on gemmini-16x16")
                .containsPattern("latency +\\S+ (ms|µs) \\* +\\S+ ms +[0-9.]+×")
                .contains("layers that differ most");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        out.getBuffer().setLength(0);
        run("compare", file, "alexnet", "--hw", "gemmini-16x16", "--json");
        assertThat(out.toString()).contains("toeplitz-comparison/1");
    }

    @Test
    void manyReportsStandBelowEachOther() {
        run("compare", "lenet5", "alexnet", "--hw", "tpu-v1,gemmini-16x16,nvdla-small");
        assertThat(out.toString().lines()).hasSize(7);
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"report lenet5 --hw tpu-v1 --no-files", "map lenet5 --hw tpu-v1 --layer C1"})
    void aLoweringAndALayoutAreChosen(String command) {
        assertThat(run((command + " --im2col explicit --layout nhwc").split(" ")))
                .isEqualTo(ExitCode.FINE);
        String chosen = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run(command.split(" "))).isEqualTo(ExitCode.FINE);
        // Mappings and their bytes do not depend on the layout, so `map` has none to tell of.
        String told = command.startsWith("report") ? "im2col explicit, maps in DRAM as NHWC" : "explicit";
        assertThat(chosen).contains(told).isNotEqualTo(out.toString());
    }

    @Test
    void quietPrintsNothingAndJsonAlone() {
        assertThat(run("report", "lenet5", "--hw", "tpu-v1", "--no-files", "--quiet"))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).isEmpty();
        assertThat(run("report", "lenet5", "--hw", "tpu-v1", "--json", "--quiet"))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).startsWith("{").endsWith("}\n");
        assertThat(err.toString()).isEmpty();
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
    void aHostileFileDoesNoHarm() throws IOException {
        String name = "<script>alert(1)</script>\u001b[2J\u202e\n=1+1" + "x".repeat(10_000);
        GraphProto graph = GraphProto.newBuilder()
                .setName(name)
                .addInput(tensor(name + "in"))
                .addOutput(tensor(name + "out"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Relu")
                        .setName(name)
                        .setDocString(name)
                        .addInput(name + "in")
                        .addOutput(name + "out"))
                .build();
        Path file = directory.resolve("hostile.onnx");
        Files.write(
                file,
                ModelProto.newBuilder()
                        .setIrVersion(8)
                        .setProducerName(name)
                        .setDocString(name)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                        .setGraph(graph)
                        .build()
                        .toByteArray());
        assertThat(run(
                        "report",
                        file.toString(),
                        "--hw",
                        "tpu-v1",
                        "--format",
                        "html,csv,md,svg,dot,json",
                        "--out",
                        directory.toString()))
                .as(err.toString())
                .isEqualTo(ExitCode.FINE);
        assertThat(run("report", file.toString(), "--hw", "tpu-v1", "--explain", "no such layer"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("networks", "show", file.toString())).isEqualTo(ExitCode.FINE);
        assertThat(out + "" + err).doesNotContain("\u001b").doesNotContain("\u202e");
        assertThat(out.toString().lines().filter(line -> !line.startsWith("written")))
                .allSatisfy(line -> assertThat(line.length()).isLessThan(400));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(each -> !each.equals(file)))
                    .hasSize(6)
                    .allSatisfy(each -> assertThat(Files.readString(each))
                            .doesNotContain("\u001b")
                            .doesNotContain("\u202e"));
        }
    }

    private static ValueInfoProto tensor(String name) {
        TypeProto.Tensor type = TypeProto.Tensor.newBuilder()
                .setElemType(1)
                .setShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(8)))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
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
