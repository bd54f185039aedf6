package dev.toeplitz.graph.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.zoo.Lectures;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LectureRowTest {
    /** The table of the UT Dallas notes (2019): operations, in map, parameter, out map, all memory. */
    private static final String TABLE = """
        input 0 0 0 150528 150528
        conv1 105705600 150528 325248 290400 766176
        relu1 290400 290400 0 290400 580800
        norm1 2613600 290400 0 290400 580800
        pool1 629856 290400 0 69984 360384
        conv2 448084224 69984 801024 186624 1057632
        relu2 186624 186624 0 186624 373248
        norm2 1679616 186624 0 186624 373248
        pool2 389376 186624 0 43264 229888
        conv3 149585280 43264 949632 64896 1057792
        relu3 64896 64896 0 64896 129792
        conv4 224345472 64896 1392000 64896 1521792
        relu4 64896 64896 0 64896 129792
        conv5 149563648 64896 928000 43264 1036160
        relu5 43264 43264 0 43264 86528
        pool5 82944 43264 0 9216 52480
        fc6 37752832 9216 37752832 4096 37766144
        fc6_relu 4096 4096 0 4096 8192
        fc7 16781312 4096 16781312 4096 16789504
        fc7_relu 4096 4096 0 4096 8192
        fc8 4097000 4096 4097000 1000 4102096
        prob 1000 1000 0 1000 2000
        """;

    @ParameterizedTest(name = "A2: every cell of the notes'' table of {0}")
    @CsvSource({"alexnet", "caffenet"})
    void alexNetCellByCell(String name) {
        Graph graph = Networks.load(Lectures.tabulated(name), Options.USUAL);
        List<List<Object>> rows = LectureRow.of(graph).stream()
                .map(row -> List.<Object>of(
                        row.layer(), row.operations(), row.input(), row.parameters(), row.output(), row.memory()))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(
                        TABLE.lines().map(LectureRowTest::cells).toList());
    }

    private static List<Object> cells(String line) {
        String[] words = line.split(" ");
        List<Object> cells = new ArrayList<>(List.of(words[0]));
        Arrays.stream(words).skip(1).map(Long::valueOf).forEach(cells::add);
        return cells;
    }

    @Test
    @DisplayName("A2: beside the table, the true figures without and with groups")
    void trueFigures() {
        Totals ungrouped = Totals.of(Networks.load("alexnet-ungrouped", Options.USUAL));
        Totals grouped = Totals.of(Networks.load("alexnet", Options.USUAL));
        assertThat(ungrouped.parameters().trainable()).isEqualTo(62_378_344);
        assertThat(ungrouped.macs()).isEqualTo(1_135_256_096);
        assertThat(grouped.parameters().trainable()).isEqualTo(60_965_224);
        assertThat(grouped.macs()).isEqualTo(724_406_816);
    }

    /** What the convention overstates is exactly the bias adds, for convolutions and fully connected layers. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"vgg16", "alexnet", "mlp"})
    void contractionsAreTheirMacsAndOneForEachBiasAdd(String name) {
        Graph graph = Networks.load(name, Options.USUAL);
        Totals totals = Totals.of(graph);
        long counted = LectureRow.of(graph).stream()
                .filter(row -> List.of("Conv", "Linear").contains(row.operator()))
                .mapToLong(LectureRow::operations)
                .sum();
        assertThat(counted).isEqualTo(totals.macs() + totals.biasAdds());
    }

    /** {title}: parameters and features in elements, MACs; what the notes leave blank. */
    @ParameterizedTest(name = "A3: {0}")
    @CsvSource({
        "AlexNet, 60965224, 936323, 724406816",
        "CaffeNet, 60965224, 936323, 724406816",
        "VGG 16, 138357544, 15237608, 15470264320",
        "VGG 19, 143667240, 16542184, 19632062464",
        "ResNet 50, 25557032, 11468264, 4089184256",
        "ResNet 101, 44549160, 16586216, 7801405440",
        "ResNet 152, 60192808, 22908392, 11513626624",
        "ResNeXt 50, 25028904, 14754792, 4230479872",
        "ResNeXt 101, 44177704, 21578728, 7969996800",
        "DenseNet 121, 7978856, 7428072, 2834161664",
        "GoogLeNet, 6998552, 4796184, 1582671872",
        "Inception V4, 42679816, 20360755, 12253974624",
        "MobileNet V1, 4231976, 5195240, 568740352",
        "MobileNet V2, 3504872, 6830920, 300774272"
    })
    void theAccuracyTablesBlankCells(String title, long parameters, long features, long macs) {
        Lectures.Row row = Lectures.accuracies().stream()
                .filter(each -> each.title().equals(title))
                .findAny()
                .orElseThrow();
        Graph graph = Networks.load(row.network(), Options.USUAL);
        Totals totals = Totals.of(graph);
        assertThat(totals.parameters().trainable()).isEqualTo(parameters);
        assertThat(Memory.inElements(graph).lectureSum()).isEqualTo(features);
        assertThat(totals.macs()).isEqualTo(macs);
    }

    @Test
    @DisplayName("A3: the table has fourteen networks, and so forty-two blank cells")
    void fourteenNetworks() {
        assertThat(Lectures.accuracies()).hasSize(14).doesNotHaveDuplicates();
    }
}
