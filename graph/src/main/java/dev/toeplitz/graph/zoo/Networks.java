package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.zoo.ResNet.Block;
import dev.toeplitz.terms.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The networks that go by a name. A new one is a line here. */
public final class Networks {
    private static final Shape IMAGENET = Shape.of(1, 3, 224, 224);
    private static final Shape IMAGENET_227 = Shape.of(1, 3, 227, 227);
    private static final Map<String, Network> ALL = new LinkedHashMap<>();

    /** Builds a network for an input and a number of classes. */
    interface Architecture {
        Graph build(Shape input, int classes);
    }

    /**
     * A network as it is listed.
     *
     * @param input its usual input, N × C × H × W
     * @param classes its usual number of outputs
     */
    public record Network(
            String name, String family, String paper, Shape input, int classes, Architecture architecture) {
        /** With its usual input. */
        public Graph build() {
            return build(input, classes);
        }

        public Graph build(Shape input, int classes) {
            return architecture.build(input, classes);
        }
    }

    static {
        String lecun = "LeCun et al. 1998";
        add("lenet5", "LeNet", lecun, Shape.of(1, 1, 32, 32), 84, LeNet::lenet5);
        add("lenet-caffe", "LeNet", "Caffe's MNIST example", Shape.of(1, 1, 28, 28), 10, LeNet::caffe);
        String krizhevsky = "Krizhevsky et al. 2012";
        add("alexnet", "AlexNet", krizhevsky, IMAGENET_227, 1000, AlexNet::grouped);
        add("alexnet-ungrouped", "AlexNet", krizhevsky + ", without groups", IMAGENET, 1000, AlexNet::ungrouped);
        add("alexnet-one-tower", "AlexNet", "Krizhevsky 2014", IMAGENET, 1000, AlexNet::oneTower);
        add("caffenet", "AlexNet", "BVLC reference CaffeNet", IMAGENET_227, 1000, AlexNet::caffeNet);
        zfNet("zfnet", "Zeiler, Fergus 2013", 384, 384, 256);
        zfNet("zfnet-wide", "Zeiler, Fergus 2013, ablation", 512, 1024, 512);
        String simonyan = "Simonyan, Zisserman 2014";
        add("vgg11", "VGG", simonyan + ", A", IMAGENET, 1000, Vgg.A::build);
        add("vgg11-lrn", "VGG", simonyan + ", A-LRN", IMAGENET, 1000, Vgg.A_LRN::build);
        add("vgg13", "VGG", simonyan + ", B", IMAGENET, 1000, Vgg.B::build);
        add("vgg16-c", "VGG", simonyan + ", C", IMAGENET, 1000, Vgg.C::build);
        add("vgg16", "VGG", simonyan + ", D", IMAGENET, 1000, Vgg.D::build);
        add("vgg19", "VGG", simonyan + ", E", IMAGENET, 1000, Vgg.E::build);
        googLeNet("googlenet", false, IMAGENET);
        googLeNet("googlenet-aux", true, IMAGENET);
        googLeNet("googlenet-227", false, IMAGENET_227);
        add("squeezenet1.0", "SqueezeNet", "Iandola et al. 2016", IMAGENET_227, 1000, SqueezeNet::v1_0);
        add("squeezenet1.1", "SqueezeNet", "SqueezeNet repository", IMAGENET_227, 1000, SqueezeNet::v1_1);
        String he = "He et al. 2015";
        resNet("resnet18", he, Block.BASIC, 2, 2, 2, 2);
        resNet("resnet34", he, Block.BASIC, 3, 4, 6, 3);
        resNet("plain18", he, Block.PLAIN, 2, 2, 2, 2);
        resNet("plain34", he, Block.PLAIN, 3, 4, 6, 3);
        resNet("resnet50", he + ", stride on the 3x3", Block.V1_5, 3, 4, 6, 3);
        resNet("resnet101", he + ", stride on the 3x3", Block.V1_5, 3, 4, 23, 3);
        resNet("resnet152", he + ", stride on the 3x3", Block.V1_5, 3, 8, 36, 3);
        resNet("resnet50-v1", he + ", stride on the 1x1", Block.V1, 3, 4, 6, 3);
        resNet("resnet101-v1", he + ", stride on the 1x1", Block.V1, 3, 4, 23, 3);
        resNet("resnet152-v1", he + ", stride on the 1x1", Block.V1, 3, 8, 36, 3);
        String zagoruyko = "Zagoruyko, Komodakis 2016";
        resNet("wide-resnet50-2", zagoruyko, Block.grouped(1, 128), 3, 4, 6, 3);
        resNet("wide-resnet101-2", zagoruyko, Block.grouped(1, 128), 3, 4, 23, 3);
        String xie = "Xie et al. 2016";
        resNet("resnext50-32x4d", xie, Block.grouped(32, 4), 3, 4, 6, 3);
        resNet("resnext101-32x4d", xie, Block.grouped(32, 4), 3, 4, 23, 3);
        resNet("resnext101-64x4d", xie, Block.grouped(64, 4), 3, 4, 23, 3);
        resNet("resnext101-32x8d", xie, Block.grouped(32, 8), 3, 4, 23, 3);
        add("mobilenet-v1", "MobileNet", "Howard et al. 2017", IMAGENET, 1000, MobileNet::v1);
        add("mobilenet-v2", "MobileNet", "Sandler et al. 2018", IMAGENET, 1000, MobileNet::v2);
        denseNet("densenet121", 32, 64, 6, 12, 24, 16);
        denseNet("densenet161", 48, 96, 6, 12, 36, 24);
        denseNet("densenet169", 32, 64, 6, 12, 32, 32);
        denseNet("densenet201", 32, 64, 6, 12, 48, 32);
        denseNet("densenet264", 32, 64, 6, 12, 64, 48);
    }

    private Networks() {}

    private static void add(String name, String family, String paper, Shape input, int classes, Architecture build) {
        ALL.put(name, new Network(name, family, paper, input, classes, build));
    }

    private static void zfNet(String name, String paper, int... widths) {
        add(name, "ZFNet", paper, IMAGENET, 1000, (input, classes) -> AlexNet.zfNet(name, widths, input, classes));
    }

    private static void googLeNet(String name, boolean auxiliary, Shape usual) {
        add(
                name,
                "GoogLeNet",
                "Szegedy et al. 2014",
                usual,
                1000,
                (input, classes) -> GoogLeNet.build(name, auxiliary, input, classes));
    }

    private static void resNet(String name, String paper, Block block, int... repeats) {
        add(
                name,
                "ResNet",
                paper,
                IMAGENET,
                1000,
                (input, classes) -> ResNet.build(name, block, repeats, input, classes));
    }

    private static void denseNet(String name, int growth, int stem, int... blocks) {
        add(
                name,
                "DenseNet",
                "Huang et al. 2016",
                IMAGENET,
                1000,
                (input, classes) -> DenseNet.build(name, growth, stem, blocks, input, classes));
    }

    /** All of them, families together. */
    public static List<Network> all() {
        return List.copyOf(ALL.values());
    }

    public static boolean knows(String name) {
        return ALL.containsKey(name);
    }

    /** The network of that name. */
    public static Network named(String name) {
        return Optional.ofNullable(ALL.get(name))
                .orElseThrow(() -> InputException.unknown("network", name, ALL.keySet()));
    }
}
