package dev.toeplitz.graph.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.LectureRow;
import dev.toeplitz.graph.work.Memory;
import dev.toeplitz.graph.work.Operations;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.graph.work.ReceptiveField;
import dev.toeplitz.graph.work.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The page on networks says what the zoo computes; with -Dtoeplitz.pages=true the test writes it. */
class NetworksPageTest {
    private static final String FAMILIES = "families";
    private static final String DIFFERENCES = "differences";

    @Test
    void thePageIsUpToDate() throws IOException {
        Path page = Path.of("..", "docs", "networks.md");
        String found = Files.readString(page);
        String expected = replaced(replaced(found, FAMILIES, families()), DIFFERENCES, differences());
        if (Boolean.getBoolean("toeplitz.pages")) {
            Files.writeString(page, expected);
        } else {
            assertThat(found)
                    .as("run with -Dtest.jvm.more=-Dtoeplitz.pages=true")
                    .isEqualTo(expected);
        }
    }

    /** The page with what stands between the two comments of that name exchanged. */
    private static String replaced(String page, String name, String table) {
        String begin = "<!-- begin %s -->\n".formatted(name);
        String end = "<!-- end %s -->".formatted(name);
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(end);
        assertThat(to).as(name).isGreaterThan(from - 1);
        return page.substring(0, from) + table + page.substring(to);
    }

    private static String families() {
        StringBuilder text = new StringBuilder(
                "| family | network | input | parameters | MACs | paper |\n|---|---|---|---|---|---|\n");
        String family = "";
        for (Networks.Network network : Networks.all()) {
            Totals totals = Totals.of(network.build());
            text.append("| %s | `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            network.family().equals(family) ? "" : network.family(),
                            network.name(),
                            network.input(),
                            figure(totals.parameters().trainable()),
                            figure(totals.macs()),
                            network.paper()));
            family = network.family();
        }
        return text.toString();
    }

    /** A claim of the lecture notes, what is so, and why they differ. */
    private record Difference(String about, String printed, String here, String why) {}

    private static String differences() {
        StringBuilder text = new StringBuilder("| about | the notes | here | why |\n|---|---|---|---|\n");
        for (List<Difference> part : List.of(conventions(), misprints(), variants())) {
            part.forEach(
                    row -> text.append("| %s | %s | %s | %s |\n".formatted(row.about, row.printed, row.here, row.why)));
        }
        return text.toString();
    }

    private static List<Difference> conventions() {
        Graph table = graph("alexnet-ungrouped");
        LectureRow conv1 = LectureRow.of(table, node(table, "conv1")).orElseThrow();
        long operations =
                LectureRow.of(table).stream().mapToLong(LectureRow::operations).sum();
        Memory vgg = Memory.inElements(graph("vgg16"));
        ReceptiveField field = lastField("resnet50", "conv5_3b");
        return List.of(
                new Difference(
                        "AlexNet table, conv1, parameters",
                        figure(conv1.parameters()),
                        figure(Parameters.of(table, List.of(node(table, "conv1")))
                                .trainable()),
                        "a bias for each output element, not for each channel"),
                new Difference(
                        "AlexNet table, MACs in all",
                        figure(operations),
                        figure(macs("alexnet-ungrouped")),
                        "bias adds, nonlinearities, pooling and normalisation are counted as MACs"),
                new Difference(
                        "AlexNet, MACs",
                        figure(macs("alexnet-ungrouped")),
                        figure(macs("alexnet")),
                        "the table leaves the two groups of conv2, 4 and 5 out"),
                new Difference(
                        "VGG-16, feature memory",
                        "24M elements, 96 MB",
                        "%s, %.2f MB".formatted(figure(vgg.lectureSum()), vgg.lectureSum() * 4 / 1e6),
                        "their own column adds up to this"),
                new Difference(
                        "receptive field of ResNet-50",
                        "%.0f".formatted(field.lectureSize()),
                        "%.0f".formatted(field.size()),
                        "r samples, S apart, span (r - 1) S + 1 inputs and not r S"),
                new Difference(
                        "DPN-92, parameters",
                        figure(parameters("dpn92").trainable()
                                + parameters("dpn92").statistics()),
                        figure(parameters("dpn92").trainable()),
                        "the running statistics of batch normalisation are not trained"),
                new Difference(
                        "ResNet-50, parameters",
                        "25.5M",
                        figure(parameters("resnet50").trainable()),
                        "without batch normalisation's scales and offsets it is 25.5M"));
    }

    private static List<Difference> misprints() {
        Graph googLeNet = graph("googlenet");
        Node first = node(googLeNet, "conv1");
        double alexNet = parameters("alexnet").trainable();
        double vgg = parameters("vgg16").trainable();
        double trained = parameters("googlenet").trainable();
        return List.of(
                new Difference(
                        "GoogLeNet, parameters",
                        "5M",
                        figure((long) trained),
                        "the paper's table adds up to 6.8M to 7.0M"),
                new Difference(
                        "AlexNet and VGG-16 against it",
                        "12x, 27x",
                        "%.1fx, %.1fx".formatted(alexNet / trained, vgg / trained),
                        "they follow from the 5M"),
                new Difference(
                        "GoogLeNet, first layer",
                        "2.7K weights, 34M MACs",
                        "%s, %s"
                                .formatted(
                                        figure(first.inputs().get(1).type().elements()),
                                        figure(Operations.of(List.of(first)).matrix())),
                        "a 7 x 7 on three channels"),
                new Difference(
                        "inception example with reducers", "358M", "271,351,808", "the 3 x 3 is counted twice; TV6"),
                new Difference(
                        "MobileNet V1, MACs",
                        figure(macs("mobilenet-v1-printed")),
                        figure(macs("mobilenet-v1")),
                        "the last depthwise layer is printed with stride 2"),
                new Difference(
                        "DenseNet-264, layers",
                        "264",
                        figure(Totals.of(graph("densenet264")).weightLayers()),
                        "the printed repeats count one more"),
                new Difference(
                        "LeNet 5, parameters",
                        "9,760",
                        figure(parameters("lenet5").trainable()),
                        "9,760 is the network of 1989: `lenet1989`"),
                new Difference(
                        "cross entropy of the two examples", "0.89, 0.452", "2.0404, 1.0402", "log10; TV9, TV10"),
                new Difference("cross-correlation example", "115", "65", "one entry is misprinted as 100; TV7"));
    }

    private static List<Difference> variants() {
        return List.of(
                new Difference(
                        "CaffeNet's grouping",
                        "removed",
                        figure(parameters("caffenet").trainable()) + " parameters",
                        "the released definition keeps two groups in conv2, 4 and 5"),
                new Difference(
                        "ResNet-50, MACs",
                        "3.8G and 4.1G",
                        "%s and %s".formatted(figure(macs("resnet50-v1")), figure(macs("resnet50"))),
                        "stride on the 1 x 1 (`resnet50-v1`) or on the 3 x 3 (`resnet50`)"),
                new Difference(
                        "ResNet-34, MACs",
                        "3.6G",
                        figure(macs("resnet34")),
                        "3.6G is with shortcuts that are padded, not projected"),
                new Difference(
                        "SqueezeNet 1.0, first map",
                        "111 x 111 of 224 x 224",
                        "%d x %d of 227 x 227".formatted(firstMap(227), firstMap(227))
                                + ", %d x %d of 224 x 224".formatted(firstMap(224), firstMap(224)),
                        "so the default input is 227 x 227"),
                new Difference(
                        "ZFNet, parameters",
                        figure(parameters("zfnet-wide").trainable()),
                        figure(parameters("zfnet").trainable()),
                        "widths of 512, 1024 and 512 are the ablation, `zfnet-wide`"),
                new Difference(
                        "Inception-ResNet V2, parameters",
                        "31.6M",
                        "%s and %s"
                                .formatted(
                                        figure(parameters("inception-resnet-v2-paper")
                                                .trainable()),
                                        figure(parameters("inception-resnet-v2").trainable())),
                        "the paper's figures, and the network as released"));
    }

    private static int firstMap(int size) {
        Graph graph = Networks.load("squeezenet1.0", Options.USUAL.withSize(size, size));
        return node(graph, "conv1").outputs().getFirst().type().shape().at(3);
    }

    private static ReceptiveField lastField(String network, String layer) {
        Graph graph = graph(network);
        Value value = node(graph, layer).outputs().getFirst();
        return ReceptiveField.of(graph).get(value).getFirst();
    }

    private static Graph graph(String network) {
        return Networks.named(network).build();
    }

    private static long macs(String network) {
        return Totals.of(graph(network)).macs();
    }

    private static Parameters parameters(String network) {
        return Parameters.of(graph(network));
    }

    private static Node node(Graph graph, String name) {
        return graph.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    private static String figure(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
