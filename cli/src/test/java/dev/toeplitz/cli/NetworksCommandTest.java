package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksCommandTest extends CommandRuns {
    @Test
    void aNetworkIsShownNodeByNodeWithItsTotals() {
        assertThat(run("networks", "show", "vgg16")).isEqualTo(ExitCode.FINE);
        // A10: the lectures' sum of feature maps is 15,237,608 elements, not the 24 million that they print.
        assertThat(out.toString())
                .contains("138,357,544 parameters, 0 running statistics, 15,470,264,320 MACs")
                .contains("15,237,608 as lectures count them")
                .containsPattern("pool5 +MaxPool +1x512x7x7 .* 212x212");
    }

    @ParameterizedTest(name = "A2: {0} as the lectures tabulate it, beside the true figures")
    @ValueSource(strings = {"alexnet", "caffenet"})
    void aLayerTableOfTheLectures(String network) {
        assertThat(run("networks", "show", network, "--convention", "lectures")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "input Input 0 0 0 150,528 150,528 |",
                        "conv1 Conv 105,705,600 150,528 325,248 290,400 766,176 | 105,415,200 34,944",
                        "norm1 Lrn 2,613,600 290,400 0 290,400 580,800 | 0 0",
                        "pool1 MaxPool 629,856 290,400 0 69,984 360,384 | 0 0",
                        "true: 62,378,344 parameters, 1,135,256,096 MACs",
                        "alexnet, of which the lectures tabulate alexnet-ungrouped: 60,965,224 parameters,"
                                + " 724,406,816 MACs");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"networks show squeezenet1.0", "report squeezenet1.0 --hw tpu-v1 --no-files"})
    void hintsNameTheirLayersAndCanBeLeftOut(String command) {
        assertThat(run(command.split(" "))).isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .contains("fire2/squeeze1x1: 6.00x less data, 96 channels to 16")
                .contains("and 5 more: fire5/squeeze1x1, fire6/squeeze1x1,")
                .contains("conv10: 512 features for 1000 classes");
        out.getBuffer().setLength(0);
        assertThat(run((command + " --no-hints").split(" "))).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).doesNotContain("hint:").doesNotContain("less data");
    }

    @Test
    void theConventionIsAnOption() {
        assertThat(run("networks", "show", "vgg16", "--convention", "guesses")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("--convention").contains("ACTUAL, LECTURES");
    }

    @Test
    @DisplayName("A3: the accuracy table with its blank cells filled")
    void theAccuracyTableIsFilled() {
        assertThat(run("networks", "--table")).isEqualTo(ExitCode.FINE);
        List<String> lines =
                out.toString().lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertThat(lines)
                .hasSize(1 + 14 + 2)
                .contains("AlexNet alexnet 56.90 80.10 60,965,224 243.86 936,323 3.75 724,406,816")
                .contains("VGG 16 vgg16 71.59 90.38 138,357,544 553.43 15,237,608 60.95 15,470,264,320");
    }
}
