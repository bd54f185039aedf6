package dev.toeplitz.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.onnx.NodeFate.Outcome;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.work.Parameters;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real files: the light models, whose weights are fills, and a trained classifier of digits. */
class RealFilesTest {
    private static final double SINGLE = 1e-6;

    /**
     * Trainable parameters and running statistics. AlexNet, GoogLeNet, ResNet-50, SqueezeNet 1.1 and VGG-19 are the
     * networks of shared facts/networks.csv to the last parameter. DenseNet-121 comes from Caffe, where a layer of its own
     * scales and shifts after each batch normalisation that does so already: 7,978,856 and once more 83,648. So does
     * Inception v2, which has 69 convolutions where the table's has 70. ShuffleNet and ZFNet-512 are other variants than
     * the table's. Those three are the file's own counts.
     */
    @ParameterizedTest
    @CsvSource({
        "light_bvlc_alexnet, 40, 24, 60965224, 0",
        "light_densenet121, 1746, 668, 8062504, 83648",
        "light_inception_v1, 237, 143, 6998552, 0",
        "light_inception_v2, 916, 371, 11214888, 19904",
        "light_resnet50, 415, 176, 25557032, 53120",
        "light_shufflenet, 446, 203, 1393320, 26832",
        "light_squeezenet, 105, 66, 1235496, 0",
        "light_vgg19, 82, 46, 143667240, 0",
        "light_zfnet512, 38, 22, 87250536, 0",
        "mnist, 8, 8, 5994, 0"
    })
    void everyNodeIsAccountedForAndEveryParameterIsThere(
            String name, int inFile, int kept, long trainable, long statistics) {
        Imported imported = OnnxFile.load(Shared.path("models/" + name + ".onnx"), ImportOptions.NONE);
        assertThat(imported.fates()).hasSize(inFile);
        assertThat(imported.count(Outcome.KEPT)).isEqualTo(kept);
        assertThat(imported.count(Outcome.KEPT) + imported.count(Outcome.FOLDED))
                .isEqualTo(inFile);
        List<String> became = imported.fates().stream()
                .flatMap(fate -> fate.became().stream())
                .toList();
        assertThat(became)
                .containsExactlyInAnyOrderElementsOf(
                        imported.graph().nodes().stream().map(Node::name).toList());
        assertThat(Parameters.of(imported.graph())).isEqualTo(new Parameters(trainable, statistics));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7})
    void readsDigits(int digit) throws IOException {
        Graph graph = OnnxFile.read(Shared.path("models/mnist.onnx"), ImportOptions.NONE);
        Tensor picture = picture(graph, Shared.path("models/digit-%d.jpg".formatted(digit)));
        double[] scores = Running.run(graph, Map.of(graph.inputs().getFirst().name(), picture))
                .getFirst()
                .toDoubles();
        int best = IntStream.range(0, scores.length).reduce(0, (a, b) -> scores[b] > scores[a] ? b : a);
        assertThat(best).isEqualTo(digit);
    }

    /** The input of the stored outputs: element i of n is i / n. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bvlc_alexnet",
                "densenet121",
                "inception_v1",
                "inception_v2",
                "resnet50",
                "shufflenet",
                "squeezenet",
                "vgg19",
                "zfnet512"
            })
    void reproducesTheStoredOutput(String name) throws IOException {
        Graph graph = OnnxFile.read(Shared.path("models/light_%s.onnx".formatted(name)), ImportOptions.NONE);
        TensorType type = graph.inputs().getFirst().type();
        int n = (int) type.elements();
        Tensor ramp = Tensor.of(
                type, IntStream.range(0, n).mapToDouble(i -> (float) i / n).toArray());
        Tensor found = Running.run(graph, Map.of(graph.inputs().getFirst().name(), ramp))
                .getFirst();
        byte[] stored = Files.readAllBytes(Shared.path("models/light_%s_output_0.pb".formatted(name)));
        assertSame(name, found, new OnnxTensors(Path.of(".")).read(TensorProto.parseFrom(stored)));
    }

    /** To within the rounding of single precision, in which the outputs were computed and stored. */
    private static void assertSame(String name, Tensor found, Tensor expected) {
        assertThat(found.type()).isEqualTo(expected.type());
        assertThat(found.toDoubles())
                .as(name)
                .containsExactly(expected.toDoubles(), withPrecision(SINGLE * expected.at(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet50", "shufflenet", "vgg19", "densenet121"})
    void takesAnotherBatch(String name) {
        Path file = Shared.path("models/light_" + name + ".onnx");
        Graph graph = OnnxFile.read(file, ImportOptions.batch(4));
        assertThat(graph.outputs().getFirst().type().shape().at(0)).isEqualTo(4);
        assertThat(Parameters.of(graph)).isEqualTo(Parameters.of(OnnxFile.read(file, ImportOptions.NONE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light_resnet50", "mnist"})
    void importingTwiceGivesTheSameGraph(String name) throws IOException {
        Path file = Shared.path("models/" + name + ".onnx");
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
        assertThat(Models.load(model).graph().nodes())
                .isEqualTo(OnnxFile.read(file, ImportOptions.NONE).nodes());
    }

    private static Tensor picture(Graph graph, Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        double[] pixels = new double[image.getWidth() * image.getHeight()];
        image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, pixels);
        return Tensor.of(graph.inputs().getFirst().type(), pixels);
    }
}
