package dev.toeplitz.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.pass.FilledWeights;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.graph.work.Totals;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network of the zoo out to a file and in again; weights are fills, which a file holds as such. */
class ZooExportTest {
    @TempDir
    private Path directory;

    static List<String> names() {
        return Networks.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void comesBackEqual(String name) {
        Graph graph = FilledWeights.fill(Networks.load(name, Options.USUAL), 0.5);
        Path file = directory.resolve("network.onnx");
        OnnxFile.write(graph, file);
        Graph back = OnnxFile.read(file, ImportOptions.NONE);
        assertThat(back.name()).isEqualTo(graph.name());
        assertThat(back.inputs()).isEqualTo(graph.inputs());
        assertThat(back.outputs()).isEqualTo(graph.outputs());
        assertThat(Totals.of(back).macs()).isEqualTo(Totals.of(graph).macs());
        assertThat(Parameters.of(back)).isEqualTo(expected(name, graph));
    }

    /** Whole numbers that are made floating-point ones are computed while reading, and count from then on as weights. */
    private static Parameters expected(String name, Graph graph) {
        Parameters own = Parameters.of(graph);
        int codes = name.equals("lenet5-rbf") ? 10 * 84 : 0;
        return new Parameters(own.trainable() + codes, own.statistics());
    }
}
