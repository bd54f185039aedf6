package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.onnx.Shared;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.runtime.file.NumpyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = Stream.concat(Stream.of("run"), Stream.of(arguments)).toList();
        return Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }

    private int runLenet(String... arguments) {
        List<String> all = Stream.concat(
                        Stream.of("lenet5", "--weights", "random:1", "--device", "pocl", "--no-tuning"),
                        Stream.of(arguments))
                .toList();
        return run(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7})
    void aDigitIsRead(int digit) {
        String model = Shared.path("models/mnist.onnx").toString();
        String picture = Shared.path("models/digit-%d.jpg".formatted(digit)).toString();
        assertThat(run(model, "--device", "pocl", "--input", picture, "--top", "3", "--quiet"))
                .as(err.toString())
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString().lines().findFirst().orElseThrow()).contains("[%d] = ".formatted(digit));
    }

    @Test
    void outputsAreWrittenAsNumpyArrays() {
        Path one = folder.resolve("scores.npy");
        Path all = folder.resolve("scores.npz");
        assertThat(runLenet("--output", one.toString())).isEqualTo(ExitCode.FINE);
        assertThat(runLenet("--output", all.toString())).isEqualTo(ExitCode.FINE);
        double[] scores = NumpyFile.read(one).toDoubles();
        assertThat(scores).hasSize(84);
        assertThat(NumpyFile.readAll(all).values().iterator().next().toDoubles())
                .isEqualTo(scores);
    }

    @Test
    void whatWasWrittenCanBeTheInput() throws IOException {
        float[] values = new float[32 * 32];
        values[5] = 3;
        Path input = Files.write(folder.resolve("x.npy"), NumpyFile.npy(Shape.of(1, 1, 32, 32), values));
        assertThat(runLenet("--input", input.toString(), "--check")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("layers within their bounds");
    }

    @Test
    void labelsStandBesideTheScores() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.txt"), "name\n".repeat(84));
        assertThat(runLenet("--labels", labels.toString(), "--quiet")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString().lines()).hasSize(5);
        Path few = Files.writeString(folder.resolve("few.txt"), "zero\n");
        assertThat(runLenet("--labels", few.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("few.txt: 1 lines; expected 84, one for each element of the output");
    }

    @Test
    void aBuiltProgramIsSavedAndTakenAgain() {
        Path program = folder.resolve("lenet.bin");
        Path source = folder.resolve("lenet.cl");
        assertThat(runLenet("--save-binary", program.toString(), "--save-source", source.toString()))
                .isEqualTo(ExitCode.FINE);
        assertThat(source).content().contains("__kernel");
        assertThat(runLenet("--program-binary", program.toString(), "--check")).isEqualTo(ExitCode.FINE);
    }

    @Test
    void aBrokenProgramIsADeviceFailure() throws IOException {
        Path program = Files.write(folder.resolve("broken.bin"), new byte[] {1, 2, 3});
        assertThat(runLenet("--program-binary", program.toString())).isEqualTo(ExitCode.DEVICE);
        assertThat(err.toString()).contains("loading a built program on").contains("it begins with 01 02 03");
    }

    @ParameterizedTest
    @CsvSource({"im2col, move: rows", "implicit, contract + pointwise: tile", "direct, --conv direct asks"})
    void aWayToConvolveIsForcedAndExplained(String way, String explained) {
        assertThat(runLenet("--conv", way, "--explain", "--check")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains(explained);
    }

    @Test
    void halvesTakeHalfTheBytesAndAreJudgedAsHalves() {
        assertThat(runLenet("--check")).isEqualTo(ExitCode.FINE);
        String single = err.toString();
        assertThat(runLenet("--precision", "fp16", "--check")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("layers within their bounds");
        assertThat(kibibytes(err.toString())).isCloseTo(kibibytes(single) / 2, Percentage.withPercentage(1));
    }

    @Test
    void eightBitsAreExactAndTheirDistanceFromSinglePrecisionIsTold() {
        assertThat(runLenet(
                        "--precision", "int8", "--input", "random:1", "--calibrate", "random:1", "--calibrate", "ramp"))
                .as(err.toString())
                .isEqualTo(ExitCode.FINE);
        assertThat(err.toString())
                .containsPattern("(\\d+) of \\1 convolutions and products in 8-bit integers; weights take");
        Matcher told = Pattern.compile("beside fp32: ([\\d.]+) dB").matcher(out.toString());
        assertThat(told.find()).as(out.toString()).isTrue();
        assertThat(Double.parseDouble(told.group(1))).isBetween(20.0, 80.0);
        assertThat(runLenet("--precision", "int8", "--check")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("layers within their bounds").contains("beside fp32");
    }

    @Test
    void aNetworkWithoutWeightsOrLayersIsNotQuantised() {
        assertThat(run("lenet5", "--device", "pocl", "--precision", "int8")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("the weights of this network are not given");
    }

    private static double kibibytes(String note) {
        Matcher told = Pattern.compile("([\\d.]+) KiB of activations").matcher(note);
        assertThat(told.find()).as(note).isTrue();
        return Double.parseDouble(told.group(1));
    }

    @Test
    void withoutFusionEveryNodeIsALayer() {
        assertThat(runLenet("--no-fusion", "--no-passes", "--check")).isEqualTo(ExitCode.FINE);
        String unfused = out.toString();
        assertThat(runLenet("--check")).isEqualTo(ExitCode.FINE);
        assertThat(count(unfused)).isGreaterThan(count(out.toString()));
    }

    private static int count(String checked) {
        return Integer.parseInt(checked.split(" of ")[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--conv fft|--conv: 'fft'; expected auto, im2col, implicit, direct, winograd, winograd2 or winograd4",
                "--precision fp8|--precision: 'fp8'; expected fp32, fp16 or int8",
                "--calibrate random:1|--calibrate with --precision fp32; expected --precision int8",
                "--input x.tiff|x.tiff: a file that ends in 'tiff'",
                "--input none.npy|none.npy: cannot be read",
                "--report run.txt|--report: 'run.txt'; expected a name that ends in .json or .csv",
                "--top 0|--top is 0; expected at least 1",
                "--top -5|--top is -5; expected at least 1",
                "--runs 0|--runs is 0; expected at least 1",
                "--input input=random:x|--input: 'random:x'; expected ramp, random:SEED",
                "--output scores.txt|--output: 'scores.txt'; expected a name that ends in .npy or .npz",
                "--preprocess sepia --input none.png|'sepia'; expected raw, unit, imagenet or caffe",
                "--program-binary none.bin|none.bin: cannot be read"
            })
    void badInputIsRefusedWithWhatWasExpected(String arguments, String message) {
        assertThat(runLenet(arguments.split(" "))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void aNumberThatIsNoneIsToldWithTheLayerThatGaveItFirst() throws IOException {
        float[] values = new float[32 * 32];
        values[40] = Float.NaN;
        Path input = Files.write(folder.resolve("nan.npy"), NumpyFile.npy(Shape.of(1, 1, 32, 32), values));
        assertThat(runLenet("--input", input.toString())).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(out.toString())
                .contains("is the first to give NaN, at element ")
                .contains("the network's input 'input' is not finite itself")
                .doesNotContain("its inputs were finite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ramp", "random:7"})
    void valuesThatAreMadeCanBeGivenToAnInputByItsName(String words) {
        assertThat(runLenet("--input", words, "--top", "1")).isEqualTo(ExitCode.FINE);
        String unnamed = lastLine(out.toString());
        out.getBuffer().setLength(0);
        assertThat(runLenet("--input", "input=" + words, "--top", "1")).isEqualTo(ExitCode.FINE);
        assertThat(lastLine(out.toString())).isEqualTo(unnamed);
    }

    private static String lastLine(String text) {
        return text.lines().reduce((_, last) -> last).orElseThrow();
    }

    @Test
    void aRunIsReportedBesideItsPrediction() throws IOException {
        Path json = folder.resolve("run.json");
        Path csv = folder.resolve("run.csv");
        assertThat(runLenet("--hw", "gemmini-16x16", "--report", json.toString()))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .contains("gemmini-16x16")
                .contains("of its roofs")
                .contains("predicted on");
        assertThat(Files.readString(json))
                .contains("\"schema\" : \"toeplitz-run/1\"")
                .contains("\"predictedSeconds\" : ");
        assertThat(runLenet("--report", csv.toString(), "--runs", "1")).isEqualTo(ExitCode.FINE);
        assertThat(Files.readAllLines(csv)).hasSizeGreaterThan(5).allMatch(line -> line.split(",").length >= 12);
    }

    @Test
    void aRunNeedsAtLeastOneRun() {
        assertThat(runLenet("--runs", "0")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("--runs is 0; expected at least 1");
    }

    @Test
    void theRunReportIsPrintedAsJsonAlone() {
        assertThat(runLenet("--runs", "1", "--json", "--quiet"))
                .as(err.toString())
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .startsWith("{")
                .contains("\"toeplitz-run/1\"")
                .endsWith("}\n");
        assertThat(runLenet("--json", "--check")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("--json with --check or --explain");
    }
}
