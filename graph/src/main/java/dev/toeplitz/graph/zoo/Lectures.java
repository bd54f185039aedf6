package dev.toeplitz.graph.zoo;

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

    /** The network whose layers the notes tabulate under this name: nearly always itself. */
    public static String tabulated(String network) {
        return LAYER_TABLES.getOrDefault(network, network);
    }
}
