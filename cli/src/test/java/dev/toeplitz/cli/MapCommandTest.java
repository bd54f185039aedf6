package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How layers are cut, shared by cores, fused and lowered. */
class MapCommandTest extends CommandRuns {
    @TempDir
    Path directory;

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
                        .map(line -> line.replaceFirst(
                                "because none of .* energy × cycles.*", "because the mapping is pinned"))
                        .toList());
        assertThat(run("report", "alexnet", "--hw", "gemmini-16x16", "--mapping", file, "--no-files"))
                .isEqualTo(ExitCode.FINE);
        out.getBuffer().setLength(0);
        assertThat(run(
                        "report",
                        "alexnet",
                        "--hw",
                        "gemmini-16x16",
                        "--mapping",
                        file,
                        "--fidelity",
                        "timeline",
                        "--no-files"))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("cycles, timeline");
        assertThat(run("map", "lenet5", "--hw", "gemmini-16x16", "--mapping", file))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("is no layer of lenet5");
    }

    @Test
    void mappingsArePrintedAsJsonAlone() {
        assertThat(run("map", "lenet5", "--hw", "gemmini-16x16", "--layer", "C1", "--json", "--quiet"))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .startsWith("{")
                .contains("\"toeplitz-mappings/1\"", "\"level\" : ")
                .endsWith("}\n");
        assertThat(Schemas.violations("mappings-1", out.toString())).isEmpty();
    }

    @Test
    void coresShareTheLayersAndSayHow() {
        assertThat(run("map", "lenet5", "--hw", "zu9eg-32x32", "--cores", "2")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .startsWith("lenet5 on 2 x zu9eg-32x32 that share its DRAM")
                .containsPattern("C1 +out_row +2 +[0-9,]+ +[0-9,]+ +one core [0-9,]+")
                .containsPattern("times as fast");
        // Divided, nothing stays on the chip; so the whole network on one core is a choice.
        assertThat(run("map", "lenet5", "--hw", "tpu-v1", "--cores", "2")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).containsPattern("C1 +one core +1 ").containsPattern("F6 +one core +1 ");
    }

    @Test
    void layersInARowAreFusedWhereThatSavesBytes() {
        assertThat(run("map", "mobilenet-v1", "--hw", "nvdla-large", "--fusion"))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).containsPattern("conv2_pw +conv3_dw +14 +4 +stay ");
        Matcher bytes = Pattern.compile(", ([0-9,]+) DRAM bytes; before: .*, ([0-9,]+) DRAM bytes")
                .matcher(out.toString());
        assertThat(bytes.find()).isTrue();
        assertThat(number(bytes.group(1))).isLessThan(number(bytes.group(2)));
    }

    @Test
    void aReportTakesFusedLayersIntoItsFiguresAndExplainsThem() {
        String[] asked = {"report", "mobilenet-v1", "--hw", "nvdla-large", "--fusion", "--explain", "conv3_dw"};
        assertThat(run(asked)).isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .containsPattern("fusion: one of conv2_pw to conv\\w+ that run as one, in \\d+ strips of \\d+ rows")
                .containsPattern("the chain saves = [0-9,]+ DRAM bytes");
        out.getBuffer().setLength(0);
        asked[6] = "fc";
        assertThat(run(asked)).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("fusion: it runs by itself: ");
        out.getBuffer().setLength(0);
        assertThat(run("report", "mobilenet-v1", "--hw", "nvdla-large", "--fusion", "--json"))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("\"fusesLayers\" : true");
        assertThat(Schemas.violations("report-2", out.toString())).isEmpty();
    }

    @Test
    void everyLoweringIsTriedOnRequest() {
        assertThat(run("map", "lenet5", "--hw", "tpu-v1", "--lowerings")).isEqualTo(ExitCode.FINE);
        for (String each : new String[] {"explicit", "on_chip", "implicit"}) {
            assertThat(out.toString())
                    .containsPattern(each + " +NCHW +[0-9,]+")
                    .containsPattern(each + " +NHWC +[0-9,]+");
        }
    }

    @Test
    void whatLoweringsCannotTellIsRefusedAndNotLeftOutInSilence() {
        for (String other : new String[] {"--json", "--layer=C1", "--write=" + directory.resolve("m.yaml")}) {
            assertThat(run("map", "lenet5", "--hw", "tpu-v1", "--lowerings", other))
                    .as(other)
                    .isEqualTo(ExitCode.BAD_INPUT);
        }
        assertThat(err.toString()).contains("--lowerings with --layer, --write or --json; expected one of them");
        for (String chosen : new String[] {"--im2col=explicit", "--layout=nhwc"}) {
            assertThat(run("map", "lenet5", "--hw", "tpu-v1", "--lowerings", chosen))
                    .as(chosen)
                    .isEqualTo(ExitCode.BAD_INPUT);
        }
        assertThat(err.toString()).contains("--lowerings with --im2col or --layout; expected neither");
    }

    @Test
    void aMappingThatIsNotThereIsNotTakenForAnAccelerator() {
        assertThat(run("map", "lenet5", "--hw", "tpu-v1", "--mapping", "gone.yaml"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("gone.yaml: there is no such file; expected a YAML file; check the path");
        assertThat(run("map", "lenet5", "--hw", "gone.yaml")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("expected a YAML file, or a name of `toeplitz hw`");
    }

    @Test
    void aLayerThatIsNotOnTheArrayIsNotSuggestedForItself() {
        assertThat(run("map", "lenet5", "--hw", "tpu-v1", "--layer", "S2")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("'S2' is no layer on the array of lenet5")
                .doesNotContain("did you mean 'S2'?");
    }

    private static long number(String figure) {
        return Long.parseLong(figure.replace(",", ""));
    }
}
