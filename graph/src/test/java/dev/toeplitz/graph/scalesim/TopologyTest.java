package dev.toeplitz.graph.scalesim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.scalesim.Topology.Form;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {
    private static final String CONVOLUTIONS = "Layer name, IFMAP Height, ..., Strides,\n";

    @TempDir
    private Path directory;

    /** M, N and K of one group; what a cost follows from. */
    private record Gemm(long m, long n, long k) {}

    private static List<Gemm> gemms(Graph graph) {
        return graph.nodes().stream()
                .flatMap(node -> node.definition().steps().stream())
                .flatMap(step -> Work.of(step).stream())
                .flatMap(work -> work instanceof MatrixWork matrix
                        ? Collections.nCopies((int) matrix.groups(), new Gemm(matrix.m(), matrix.n(), matrix.k()))
                                .stream()
                        : Stream.<Gemm>empty())
                .toList();
    }

    private Graph read(String text) throws IOException {
        Path file = directory.resolve("topology.csv");
        Files.writeString(file, text);
        return TopologyFile.read(file);
    }

    static List<String> networks() {
        return Networks.names();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyNetworkComesBackWithItsProducts(String name) {
        Graph graph = Networks.load(name, Options.USUAL);
        Path file = directory.resolve("network.csv");
        TopologyFile.write(graph, Form.CONVOLUTIONS, file);
        assertThat(gemms(TopologyFile.read(file))).isEqualTo(gemms(graph));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alexnet", "resnet50", "shufflenet-v1-g8", "lstm", "shiftnet-a"})
    void aNetworkComesBackAsProducts(String name) {
        Graph graph = Networks.load(name, Options.USUAL);
        Path file = directory.resolve("network.csv");
        TopologyFile.write(graph, Form.PRODUCTS, file);
        assertThat(gemms(TopologyFile.read(file))).isEqualTo(gemms(graph));
    }

    @ParameterizedTest
    @EnumSource
    void aBatchIsInTheProducts(Form form) {
        Graph graph = Networks.load("mobilenet-v2", Options.USUAL.withBatch(3));
        Path file = directory.resolve("network.csv");
        TopologyFile.write(graph, form, file);
        assertThat(gemms(TopologyFile.read(file))).isEqualTo(gemms(graph));
    }

    @ParameterizedTest
    @EnumSource
    void writingWhatWasReadChangesNothing(Form form) throws IOException {
        Path first = directory.resolve("first.csv");
        Path second = directory.resolve("second.csv");
        TopologyFile.write(Networks.load("mobilenet-v1", Options.USUAL), form, first);
        Graph once = TopologyFile.read(first);
        TopologyFile.write(once, form, second);
        assertThat(TopologyFile.read(second).nodes())
                .extracting(node -> node.operator())
                .isEqualTo(once.nodes().stream().map(node -> node.operator()).toList());
        assertThat(gemms(TopologyFile.read(second))).isEqualTo(gemms(once));
    }

    /** ⌈(10 − 3 + 2) / 2⌉ = 5 rows, of which the last window reaches one row beyond the map. */
    @Test
    void aLastWindowOverTheEdgeCountsAsInScaleSim() throws IOException {
        Graph graph = read(CONVOLUTIONS + "conv, 10, 9, 3, 3, 4, 8, 2,\n\n");
        assertThat(gemms(graph)).containsExactly(new Gemm(5 * 4, 8, 3 * 3 * 4));
        assertThat(graph.name()).isEqualTo("topology");
    }

    @Test
    void aDepthwiseLayerIsOneProductForEachChannel() throws IOException {
        Graph graph = read(CONVOLUTIONS + "Conv2_DP, 6, 6, 3, 3, 5, 2, 1");
        assertThat(gemms(graph)).isEqualTo(Collections.nCopies(5, new Gemm(16, 2, 9)));
    }

    @Test
    void strideBatchAndDenseSparsityAreRead() throws IOException {
        assertThat(gemms(read(CONVOLUTIONS + "conv, 9, 9, 3, 3, 1, 1, 3, 2, 1:1,")))
                .containsExactly(new Gemm(3 * 4, 1, 9));
        assertThat(gemms(read("Layer, M, N, K,\nheads, 2, 3, 4, 2,\nsame, 5, 6, 7, 4:4,")))
                .containsExactly(new Gemm(2, 3, 4), new Gemm(2, 3, 4), new Gemm(5, 6, 7));
    }

    @Test
    void layersOfTheSameNameAreNumbered() throws IOException {
        assertThat(read("Layer, M, N, K,\na, 1, 2, 3,\na, 1, 2, 3,").nodes())
                .extracting(node -> node.name())
                .containsExactly("a", "a_2");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "conv, 10, 9, 3, 3, 4, 8, 2, | line 1: 'conv,10,9,3,3,4,8,2'; expected a header",
                "Layer,M,N,K\\na,1,2 | line 2: 2 numbers; expected M, N, K",
                "Layer,M,N,K\\n\\na,1,two,3 | line 3: N is 'two'; expected a whole number",
                "Layer,M,N,K\\na,1,0,3 | line 2: N is 0; expected at least 1",
                "Layer,M,N,K\\na,1,2,99999999999 | line 2: K is '99999999999'",
                "Layer,M,N,K\\na,1,2,3,2:4 | line 2: sparsity 2:4; expected 1:1",
                "Layer,M,N,K\\na,1,2,3\\nb,8,8,3,3,1,1,1 | line 3: a convolution after a product",
                "Layer,H\\nb,2,8,3,3,1,1,1 | line 2: a filter of height 3 on a map of 2",
                "Layer,H\\n,8,8,3,3,1,1,1 | line 2: a layer without a name",
                "Layer,M,N,K | no layers; expected a header",
            })
    void aLineThatCannotBeReadIsRefusedWithFileAndLine(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("topology.csv: ")
                .hasMessageContaining(message);
    }

    @Test
    void aMissingFileAndAPlaceThatCannotBeWrittenAreRefused() {
        Path nowhere = directory.resolve("nowhere").resolve("topology.csv");
        assertThatThrownBy(() -> TopologyFile.read(nowhere))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot be read");
        Graph graph = Networks.load("lenet5", Options.USUAL);
        assertThatThrownBy(() -> TopologyFile.write(graph, Form.PRODUCTS, nowhere))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot write there");
        assertThat(directory).isEmptyDirectory();
    }
}
