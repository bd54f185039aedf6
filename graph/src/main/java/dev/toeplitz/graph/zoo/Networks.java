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
    private static final Shape IMAGENET_299 = Shape.of(1, 3, 299, 299);
    private static final Shape CIFAR = Shape.of(1, 3, 32, 32);
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
        add("linear-classifier", "Linear", "lectures", CIFAR, 10, Linears::classifier);
        add("fc-example", "Linear", "lectures", IMAGENET, 128, Linears::example);
        add("bn-inception", "Inception", "Ioffe, Szegedy 2015", IMAGENET, 1000, Inception::bn);
        inceptionV3("inception-v3", false);
        inceptionV3("inception-v3-aux", true);
        add("inception-v4", "Inception", "Szegedy et al. 2016", IMAGENET_299, 1000, Inception::v4);
        inceptionResNet("inception-resnet-v1", InceptionResNet.Variant.V1);
        inceptionResNet("inception-resnet-v2", InceptionResNet.Variant.V2);
        inceptionResNet("inception-resnet-v2-paper", InceptionResNet.Variant.V2_PAPER);
        add("xception", "Xception", "Chollet 2016", IMAGENET_299, 1000, Xception::build);
        resNet("se-resnet50", "Hu et al. 2017", Block.V1_5.withExcitation(), 3, 4, 6, 3);
        resNet("se-resnet50-v1", "Hu et al. 2017", Block.V1.withExcitation(), 3, 4, 6, 3);
        resNet("se-resnext50-32x4d", "Hu et al. 2017", Block.grouped(32, 4).withExcitation(), 3, 4, 6, 3);
        preActivation("resnet50-v2", 3, 4, 6, 3);
        preActivation("resnet101-v2", 3, 4, 23, 3);
        preActivation("resnet152-v2", 3, 8, 36, 3);
        preActivation("resnet200-v2", 3, 24, 36, 3);
        for (int depth : new int[] {20, 32, 44, 56, 110, 1202}) {
            cifarResNet("resnet%d-cifar".formatted(depth), depth, true);
        }
        cifarResNet("plain20-cifar", 20, false);
        cifarResNet("plain56-cifar", 56, false);
        cifarPreActivation("resnet164-v2-cifar", 18);
        cifarPreActivation("resnet1001-v2-cifar", 111);
        add(
                "wide-resnet28-10-cifar",
                "ResNet",
                zagoruyko,
                CIFAR,
                10,
                (input, classes) -> PreActivation.wide("wide-resnet28-10-cifar", 28, 10, input, classes));
        shuffleNet(1, 144);
        shuffleNet(2, 200);
        shuffleNet(3, 240);
        shuffleNet(4, 272);
        shuffleNet(8, 384);
        dualPath("dpn92", new DualPath.Table(64, 96, 32, new int[] {3, 4, 20, 3}, new int[] {16, 32, 24, 128}));
        dualPath("dpn98", new DualPath.Table(96, 160, 40, new int[] {3, 6, 20, 3}, new int[] {16, 32, 32, 128}));
        add("efficientnet-b0", "EfficientNet", "Tan, Le 2019", IMAGENET, 1000, EfficientNet::b0);
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

    private static void inceptionV3(String name, boolean auxiliary) {
        add(
                name,
                "Inception",
                "Szegedy et al. 2015, as released",
                IMAGENET_299,
                1000,
                (input, classes) -> Inception.v3(name, auxiliary, input, classes));
    }

    private static void inceptionResNet(String name, InceptionResNet.Variant variant) {
        add(
                name,
                "Inception-ResNet",
                "Szegedy et al. 2016",
                IMAGENET_299,
                1000,
                (input, classes) -> InceptionResNet.build(name, variant, input, classes));
    }

    private static void preActivation(String name, int... repeats) {
        add(
                name,
                "ResNet",
                "He et al. 2016",
                IMAGENET,
                1000,
                (input, classes) -> PreActivation.imageNet(name, repeats, input, classes));
    }

    private static void cifarPreActivation(String name, int blocks) {
        add(
                name,
                "ResNet",
                "He et al. 2016",
                CIFAR,
                10,
                (input, classes) -> PreActivation.cifar(name, blocks, input, classes));
    }

    private static void cifarResNet(String name, int depth, boolean shortcuts) {
        add(
                name,
                "ResNet",
                "He et al. 2015",
                CIFAR,
                10,
                (input, classes) -> CifarResNet.build(name, depth, shortcuts, input, classes));
    }

    private static void shuffleNet(int groups, int stage2) {
        String name = "shufflenet-v1-g" + groups;
        add(
                name,
                "ShuffleNet",
                "Zhang et al. 2017",
                IMAGENET,
                1000,
                (input, classes) -> ShuffleNet.build(name, groups, stage2, input, classes));
    }

    private static void dualPath(String name, DualPath.Table table) {
        add(
                name,
                "DPN",
                "Chen et al. 2017",
                IMAGENET,
                1000,
                (input, classes) -> DualPath.build(name, table, input, classes));
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
