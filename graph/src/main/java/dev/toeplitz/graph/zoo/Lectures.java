package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;
import java.util.Map;

/** What the UT Dallas lecture notes on convolutional networks (2019) tabulate, and which network here is meant. */
public final class Lectures {
    /** AlexNet's layer table leaves the groups out, and pads 224 x 224 by 3 in all where others take 227 x 227. */
    private static final Map<String, String> LAYER_TABLES =
            Map.of("alexnet", "alexnet-ungrouped", "caffenet", "alexnet-ungrouped");

    private static final List<Row> ACCURACIES = List.of(
            new Row("AlexNet", "alexnet", 56.90, 80.10),
            new Row("CaffeNet", "caffenet", 57.10, 80.10),
            new Row("VGG 16", "vgg16", 71.59, 90.38),
            new Row("VGG 19", "vgg19", 72.70, 91.00),
            new Row("ResNet 50", "resnet50", 76.15, 92.86),
            new Row("ResNet 101", "resnet101", 77.37, 93.56),
            new Row("ResNet 152", "resnet152", 78.31, 94.06),
            new Row("ResNeXt 50", "resnext50-32x4d", 77.80, 93.38),
            new Row("ResNeXt 101", "resnext101-32x4d", 78.80, 94.05),
            new Row("DenseNet 121", "densenet121", 74.91, 92.19),
            new Row("GoogLeNet", "googlenet", 68.70, 88.90),
            new Row("Inception V4", "inception-v4", 80.00, 95.00),
            new Row("MobileNet V1", "mobilenet-v1", 70.90, 89.90),
            new Row("MobileNet V2", "mobilenet-v2", 71.80, 91.00));

    private Lectures() {}

    /**
     * A network of the table that closes the notes.
     *
     * @param title as the notes call it
     * @param network its name here; where they leave the variant open, the one that frameworks ship
     * @param top1 accuracy on ImageNet in percent, as the notes list it
     */
    public record Row(String title, String network, double top1, double top5) {}

    /** The table that closes the notes; they leave its columns of memory and MACs blank. */
    public static List<Row> accuracies() {
        return ACCURACIES;
    }

    /**
     * The inception module with 1 × 1 reductions that the IFCE introduction to CNNs works through: 128, 192 and 96 filters of
     * 1 × 1, 3 × 3 and 5 × 5 on 28 × 28 × 256, 64 for each reduction, no biases. Its slide adds the MACs of the 3 × 3 twice.
     */
    public static Graph inceptionExample() {
        GraphBuilder graph = new GraphBuilder("inception example");
        Value x = graph.input("input", TensorType.float32(1, 256, 28, 28));
        Value three = conv(graph, "example/3x3_reduce", x, 64, 1);
        Value five = conv(graph, "example/5x5_reduce", x, 64, 1);
        Value pool = graph.node("example/pool", Pool.max(3, 1, 1, false), x);
        graph.output(graph.node(
                "example/output",
                new Concat(1),
                conv(graph, "example/1x1", x, 128, 1),
                conv(graph, "example/3x3", three, 192, 3),
                conv(graph, "example/5x5", five, 96, 5),
                conv(graph, "example/pool_proj", pool, 64, 1)));
        return graph.build();
    }

    private static Value conv(GraphBuilder graph, String name, Value x, int channels, int filter) {
        Value w = graph.weight(name + ".w", channels, x.type().shape().at(1), filter, filter);
        return graph.node(name, Conv.square(filter, 1, filter / 2, 1), x, w);
    }

    /** The network whose layers the notes tabulate under this name: nearly always itself. */
    public static String tabulated(String network) {
        return LAYER_TABLES.getOrDefault(network, network);
    }
}
