package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.zoo.ResNet.Block;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The networks that go by a name. A new one is a line here. */
public final class Networks {
    private static final Shape IMAGENET = Shape.of(1, 3, 224, 224);
    private static final Shape IMAGENET_227 = Shape.of(1, 3, 227, 227);
    private static final Shape IMAGENET_299 = Shape.of(1, 3, 299, 299);
    private static final Shape IMAGENET_331 = Shape.of(1, 3, 331, 331);
    private static final Shape CIFAR = Shape.of(1, 3, 32, 32);
    private static final Shape MNIST = Shape.of(1, 1, 28, 28);
    private static final Shape SEQUENCE = Shape.of(1, 16, 512);

    private static final Pattern SEPARATORS = Pattern.compile("[-_. ]");
    private static final Map<String, Network> ALL = new LinkedHashMap<>();
    /** Every spelling that is understood, bare of case and separators, with the name that it stands for. */
    private static final Map<String, String> SPELLINGS = new HashMap<>();

    /** How a network is built. */
    interface Architecture {
        Graph build(Setting setting);
    }

    /**
     * A network as it is listed.
     *
     * @param input its usual input, for images N × C × H × W
     * @param classes its usual number of outputs
     * @param widens whether its paper has a factor on the channels
     */
    public record Network(
            String name,
            String family,
            String paper,
            Shape input,
            int classes,
            boolean widens,
            Architecture architecture) {
        /** With its usual input. */
        public Graph build() {
            return build(input, classes);
        }

        public Graph build(Shape input, int classes) {
            return build(input, classes, 1);
        }

        /** With what the options change. */
        public Graph build(Options options) {
            return build(options.input(input), options.classes().orElse(classes), options.width());
        }

        private Graph build(Shape given, int outputs, double width) {
            Require.that(
                    given.rank() == input.rank(),
                    "an input of shape %s for %s".formatted(given, name),
                    "%d extents, as %s has".formatted(input.rank(), input),
                    "correct the shape");
            Require.that(
                    widens || width == 1,
                    "width %s for %s".formatted(width, name),
                    "1: its paper has no factor on the channels",
                    "take %s".formatted(String.join(", ", widening())));
            return architecture.build(new Setting(name, given, outputs, width));
        }
    }

    static {
        fixed("linear-classifier", "Linear", "lectures", CIFAR, 10, Linears::classifier);
        fixed("fc-example", "Linear", "lectures", IMAGENET, 128, Linears::example);
        fixed("mlp", "Linear", "lectures, sizes ours", MNIST, 10, Linears::perceptron);
        fixed("lenet1989", "LeNet", "LeCun et al. 1989", Shape.of(1, 1, 16, 16), 10, LeNet::lenet1989);
        String lecun = "LeCun et al. 1998";
        fixed("lenet5", "LeNet", lecun, Shape.of(1, 1, 32, 32), 84, LeNet::lenet5);
        fixed("lenet5-rbf", "LeNet", lecun + ", with outputs", Shape.of(1, 1, 32, 32), 10, LeNet::lenet5WithCodes);
        fixed("lenet-caffe", "LeNet", "Caffe's MNIST example", MNIST, 10, LeNet::caffe);
        String krizhevsky = "Krizhevsky et al. 2012";
        fixed("alexnet", "AlexNet", krizhevsky, IMAGENET_227, 1000, AlexNet::grouped);
        imageNet("alexnet-224", "AlexNet", krizhevsky + ", padded", AlexNet::padded);
        imageNet("alexnet-ungrouped", "AlexNet", krizhevsky + ", without groups", AlexNet::paddedUngrouped);
        fixed("alexnet-ungrouped-227", "AlexNet", krizhevsky + ", no groups", IMAGENET_227, 1000, AlexNet::ungrouped);
        imageNet("alexnet-one-tower", "AlexNet", "Krizhevsky 2014", AlexNet::oneTower);
        fixed("caffenet", "AlexNet", "BVLC reference CaffeNet", IMAGENET_227, 1000, AlexNet::caffeNet);
        String zeiler = "Zeiler, Fergus 2013";
        imageNet("zfnet", "ZFNet", zeiler, s -> AlexNet.zfNet(s, 384, 384, 256));
        imageNet("zfnet-wide", "ZFNet", zeiler + ", ablation", s -> AlexNet.zfNet(s, 512, 1024, 512));
        String simonyan = "Simonyan, Zisserman 2014";
        imageNet("vgg11", "VGG", simonyan + ", A", Vgg.A::build);
        imageNet("vgg11-lrn", "VGG", simonyan + ", A-LRN", Vgg.A_LRN::build);
        imageNet("vgg13", "VGG", simonyan + ", B", Vgg.B::build);
        imageNet("vgg16-c", "VGG", simonyan + ", C", Vgg.C::build);
        imageNet("vgg16", "VGG", simonyan + ", D", Vgg.D::build);
        imageNet("vgg19", "VGG", simonyan + ", E", Vgg.E::build);
        String szegedy = "Szegedy et al. 2014";
        imageNet("googlenet", "GoogLeNet", szegedy, GoogLeNet::build);
        imageNet("googlenet-aux", "GoogLeNet", szegedy, GoogLeNet::withAuxiliaryHeads);
        fixed("googlenet-227", "GoogLeNet", szegedy, IMAGENET_227, 1000, GoogLeNet::build);
        imageNet("googlenet-bn", "GoogLeNet", szegedy + ", torchvision", GoogLeNet::batchNormalised);
        imageNet("bn-inception", "Inception", "Ioffe, Szegedy 2015", Inception::bn);
        String rethinking = "Szegedy et al. 2015, as released";
        fixed("inception-v3", "Inception", rethinking, IMAGENET_299, 1000, s -> Inception.v3(s, false));
        fixed("inception-v3-aux", "Inception", rethinking, IMAGENET_299, 1000, s -> Inception.v3(s, true));
        String szegedy2016 = "Szegedy et al. 2016";
        fixed("inception-v4", "Inception", szegedy2016, IMAGENET_299, 1000, Inception::v4);
        inceptionResNet("inception-resnet-v1", szegedy2016, InceptionResNet.Variant.V1);
        inceptionResNet("inception-resnet-v2", szegedy2016 + ", as released", InceptionResNet.Variant.V2);
        inceptionResNet("inception-resnet-v2-paper", szegedy2016, InceptionResNet.Variant.V2_PAPER);
        String iandola = "Iandola et al. 2016";
        fixed("squeezenet1.0", "SqueezeNet", iandola, IMAGENET_227, 1000, SqueezeNet::v1_0);
        fixed("squeezenet1.0-padded", "SqueezeNet", iandola, IMAGENET_227, 1000, SqueezeNet::v1_0AsReleased);
        fixed("squeezenet1.1", "SqueezeNet", "SqueezeNet repository", IMAGENET_227, 1000, SqueezeNet::v1_1);
        String he = "He et al. 2015";
        imageNet("resnet18", "ResNet", he, s -> ResNet.build(s, Block.BASIC, 2, 2, 2, 2));
        imageNet("resnet34", "ResNet", he, s -> ResNet.build(s, Block.BASIC, 3, 4, 6, 3));
        imageNet("plain18", "ResNet", he, s -> ResNet.build(s, Block.PLAIN, 2, 2, 2, 2));
        imageNet("plain34", "ResNet", he, s -> ResNet.build(s, Block.PLAIN, 3, 4, 6, 3));
        String on3x3 = he + ", stride on the 3x3";
        imageNet("resnet50", "ResNet", on3x3, s -> ResNet.build(s, Block.V1_5, 3, 4, 6, 3));
        imageNet("resnet101", "ResNet", on3x3, s -> ResNet.build(s, Block.V1_5, 3, 4, 23, 3));
        imageNet("resnet152", "ResNet", on3x3, s -> ResNet.build(s, Block.V1_5, 3, 8, 36, 3));
        String on1x1 = he + ", stride on the 1x1";
        imageNet("resnet50-v1", "ResNet", on1x1, s -> ResNet.build(s, Block.V1, 3, 4, 6, 3));
        imageNet("resnet101-v1", "ResNet", on1x1, s -> ResNet.build(s, Block.V1, 3, 4, 23, 3));
        imageNet("resnet152-v1", "ResNet", on1x1, s -> ResNet.build(s, Block.V1, 3, 8, 36, 3));
        String slim = he + ", TensorFlow-Slim";
        imageNet("resnet50-slim", "ResNet", slim, s -> ResNet.build(s, Block.SLIM, 3, 4, 6, 3));
        imageNet("resnet101-slim", "ResNet", slim, s -> ResNet.build(s, Block.SLIM, 3, 4, 23, 3));
        imageNet("resnet152-slim", "ResNet", slim, s -> ResNet.build(s, Block.SLIM, 3, 8, 36, 3));
        String he2016 = "He et al. 2016";
        imageNet("resnet50-v2", "ResNet", he2016, s -> PreActivation.imageNet(s, 3, 4, 6, 3));
        imageNet("resnet101-v2", "ResNet", he2016, s -> PreActivation.imageNet(s, 3, 4, 23, 3));
        imageNet("resnet152-v2", "ResNet", he2016, s -> PreActivation.imageNet(s, 3, 8, 36, 3));
        imageNet("resnet200-v2", "ResNet", he2016, s -> PreActivation.imageNet(s, 3, 24, 36, 3));
        for (int depth : new int[] {20, 32, 44, 56, 110, 1202}) {
            fixed("resnet%d-cifar".formatted(depth), "ResNet", he, CIFAR, 10, s -> CifarResNet.build(s, depth, true));
        }
        fixed("plain20-cifar", "ResNet", he, CIFAR, 10, s -> CifarResNet.build(s, 20, false));
        fixed("plain56-cifar", "ResNet", he, CIFAR, 10, s -> CifarResNet.build(s, 56, false));
        fixed("resnet164-v2-cifar", "ResNet", he2016, CIFAR, 10, s -> PreActivation.cifar(s, 18));
        fixed("resnet1001-v2-cifar", "ResNet", he2016, CIFAR, 10, s -> PreActivation.cifar(s, 111));
        String wide = "Zagoruyko, Komodakis 2016";
        add("wide-resnet28-10-cifar", "ResNet", wide, CIFAR, 10, true, s -> PreActivation.wide(s, 28, 10));
        imageNet("wide-resnet50-2", "ResNet", wide, s -> ResNet.build(s, Block.grouped(1, 128), 3, 4, 6, 3));
        imageNet("wide-resnet101-2", "ResNet", wide, s -> ResNet.build(s, Block.grouped(1, 128), 3, 4, 23, 3));
        String xie = "Xie et al. 2016";
        imageNet("resnext50-32x4d", "ResNet", xie, s -> ResNet.build(s, Block.grouped(32, 4), 3, 4, 6, 3));
        imageNet("resnext101-32x4d", "ResNet", xie, s -> ResNet.build(s, Block.grouped(32, 4), 3, 4, 23, 3));
        imageNet("resnext101-64x4d", "ResNet", xie, s -> ResNet.build(s, Block.grouped(64, 4), 3, 4, 23, 3));
        imageNet("resnext101-32x8d", "ResNet", xie, s -> ResNet.build(s, Block.grouped(32, 8), 3, 4, 23, 3));
        String hu = "Hu et al. 2017";
        Block excited = Block.grouped(32, 4).withExcitation();
        imageNet("se-resnet50", "ResNet", hu, s -> ResNet.build(s, Block.V1_5.withExcitation(), 3, 4, 6, 3));
        imageNet("se-resnet50-v1", "ResNet", hu, s -> ResNet.build(s, Block.V1.withExcitation(), 3, 4, 6, 3));
        imageNet("se-resnext50-32x4d", "ResNet", hu, s -> ResNet.build(s, excited, 3, 4, 6, 3));
        String huang = "Huang et al. 2016";
        imageNet("densenet121", "DenseNet", huang, s -> DenseNet.build(s, 32, 64, 6, 12, 24, 16));
        imageNet("densenet161", "DenseNet", huang, s -> DenseNet.build(s, 48, 96, 6, 12, 36, 24));
        imageNet("densenet169", "DenseNet", huang, s -> DenseNet.build(s, 32, 64, 6, 12, 32, 32));
        imageNet("densenet201", "DenseNet", huang, s -> DenseNet.build(s, 32, 64, 6, 12, 48, 32));
        imageNet("densenet264", "DenseNet", huang, s -> DenseNet.build(s, 32, 64, 6, 12, 64, 48));
        imageNet("dpn92", "DPN", "Chen et al. 2017", s -> DualPath.build(s, DualPath.Table.DPN_92));
        imageNet("dpn98", "DPN", "Chen et al. 2017", s -> DualPath.build(s, DualPath.Table.DPN_98));
        add("mobilenet-v1", "MobileNet", "Howard et al. 2017", IMAGENET, 1000, true, MobileNet::v1);
        String printed = "Howard et al. 2017, as printed";
        add("mobilenet-v1-printed", "MobileNet", printed, IMAGENET, 1000, true, MobileNet::v1AsPrinted);
        add("mobilenet-v2", "MobileNet", "Sandler et al. 2018", IMAGENET, 1000, true, MobileNet::v2);
        fixed("xception", "Xception", "Chollet 2016", IMAGENET_299, 1000, Xception::build);
        shuffleNet(1, 144);
        shuffleNet(2, 200);
        shuffleNet(3, 240);
        shuffleNet(4, 272);
        shuffleNet(8, 384);
        String wu = "Wu et al. 2017";
        imageNet("shiftnet-a", "ShiftNet", wu, s -> ShiftNet.a(s, false));
        imageNet("shiftnet-a-stride-first", "ShiftNet", wu, s -> ShiftNet.a(s, true));
        String zoph = "Zoph et al. 2017";
        imageNet("nasnet-a-mobile", "NASNet", zoph, s -> NasNet.a(s, NasNet.Table.MOBILE));
        fixed("nasnet-a-large", "NASNet", zoph, IMAGENET_331, 1000, s -> NasNet.a(s, NasNet.Table.LARGE));
        efficientNet(0, 224, 1, 1);
        efficientNet(1, 240, 1, 1.1);
        efficientNet(2, 260, 1.1, 1.2);
        efficientNet(3, 300, 1.2, 1.4);
        efficientNet(4, 380, 1.4, 1.8);
        efficientNet(5, 456, 1.6, 2.2);
        efficientNet(6, 528, 1.8, 2.6);
        efficientNet(7, 600, 2, 3.1);
        convNeXt("convnext-tiny", ConvNeXt.Version.V1, 96, 3, 3, 9, 3);
        convNeXt("convnext-small", ConvNeXt.Version.V1, 96, 3, 3, 27, 3);
        convNeXt("convnext-base", ConvNeXt.Version.V1, 128, 3, 3, 27, 3);
        convNeXt("convnext-large", ConvNeXt.Version.V1, 192, 3, 3, 27, 3);
        convNeXt("convnext-v2-atto", ConvNeXt.Version.V2, 40, 2, 2, 6, 2);
        convNeXt("convnext-v2-femto", ConvNeXt.Version.V2, 48, 2, 2, 6, 2);
        convNeXt("convnext-v2-pico", ConvNeXt.Version.V2, 64, 2, 2, 6, 2);
        convNeXt("convnext-v2-nano", ConvNeXt.Version.V2, 80, 2, 2, 8, 2);
        convNeXt("convnext-v2-tiny", ConvNeXt.Version.V2, 96, 3, 3, 9, 3);
        convNeXt("convnext-v2-base", ConvNeXt.Version.V2, 128, 3, 3, 27, 3);
        convNeXt("convnext-v2-large", ConvNeXt.Version.V2, 192, 3, 3, 27, 3);
        fixed("rnn", "Recurrent", "lectures, sizes ours", SEQUENCE, 512, s -> Recurrent.rnn(s, 1));
        fixed("deep-rnn", "Recurrent", "lectures, sizes ours", SEQUENCE, 512, s -> Recurrent.rnn(s, 2));
        fixed("rnn-unrolled", "Recurrent", "lectures, sizes ours", SEQUENCE, 512, Recurrent::rnnUnrolled);
        String hochreiter = "Hochreiter, Schmidhuber 1997";
        fixed("lstm", "Recurrent", hochreiter, SEQUENCE, 512, Recurrent::lstm);
        fixed("lstm-unrolled", "Recurrent", hochreiter, SEQUENCE, 512, Recurrent::lstmUnrolled);

        also("lenet5", "lenet", "lenet1998");
        also("lenet-caffe", "lenet-mnist");
        also("alexnet-one-tower", "alexnet-torchvision", "alexnet-owt");
        also("vgg11", "vgg-a");
        also("vgg11-lrn", "vgg-a-lrn");
        also("vgg13", "vgg-b");
        also("vgg16-c", "vgg-c");
        also("vgg16", "vgg-d");
        also("vgg19", "vgg-e");
        also("googlenet", "inception-v1");
        also("bn-inception", "inception-v2");
        also("squeezenet1.0", "squeezenet");
        also("resnet50", "resnet50-v1.5");
        also("resnet101", "resnet101-v1.5");
        also("resnet152", "resnet152-v1.5");
        also("wide-resnet28-10-cifar", "wrn-28-10");
        also("wide-resnet50-2", "wrn-50-2");
        also("wide-resnet101-2", "wrn-101-2");
        also("resnext50-32x4d", "resnext50");
        also("resnext101-32x4d", "resnext101");
        also("se-resnext50-32x4d", "se-resnext50");
        also("mobilenet-v1", "mobilenet");
        also("shufflenet-v1-g3", "shufflenet", "shufflenet-v1");
        also("shiftnet-a", "shiftnet");
        also("nasnet-a-mobile", "nasnet-mobile");
        also("nasnet-a-large", "nasnet-large");
        also("convnext-tiny", "convnext-t");
        also("convnext-small", "convnext-s");
        also("convnext-base", "convnext-b");
        also("convnext-large", "convnext-l");
    }

    private Networks() {}

    private static void add(
            String name, String family, String paper, Shape input, int classes, boolean widens, Architecture build) {
        ALL.put(name, new Network(name, family, paper, input, classes, widens, build));
        also(name, name);
    }

    private static void fixed(String name, String family, String paper, Shape input, int classes, Architecture build) {
        add(name, family, paper, input, classes, false, build);
    }

    private static void imageNet(String name, String family, String paper, Architecture build) {
        fixed(name, family, paper, IMAGENET, 1000, build);
    }

    private static void inceptionResNet(String name, String paper, InceptionResNet.Variant variant) {
        fixed(name, "Inception-ResNet", paper, IMAGENET_299, 1000, s -> InceptionResNet.build(s, variant));
    }

    private static void shuffleNet(int groups, int stage2) {
        String name = "shufflenet-v1-g" + groups;
        add(name, "ShuffleNet", "Zhang et al. 2017", IMAGENET, 1000, true, s -> ShuffleNet.build(s, groups, stage2));
    }

    private static void efficientNet(int number, int size, double width, double depth) {
        String name = "efficientnet-b" + number;
        Shape input = Shape.of(1, 3, size, size);
        fixed(name, "EfficientNet", "Tan, Le 2019", input, 1000, s -> EfficientNet.build(s, width, depth));
    }

    private static void convNeXt(String name, ConvNeXt.Version version, int width, int... repeats) {
        String paper = version == ConvNeXt.Version.V1 ? "Liu et al. 2022" : "Woo et al. 2023";
        imageNet(name, "ConvNeXt", paper, s -> ConvNeXt.build(s, version, width, repeats));
    }

    /** Further names that a network is known by. */
    private static void also(String name, String... others) {
        for (String other : others) {
            String taken = SPELLINGS.put(spelling(other), name);
            if (taken != null) {
                throw new IllegalStateException("'%s' is %s and %s".formatted(other, taken, name));
            }
        }
    }

    private static String spelling(String name) {
        return SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** All of them, families together. */
    public static List<Network> all() {
        return List.copyOf(ALL.values());
    }

    /** Their names, in the same order. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    private static List<String> widening() {
        return ALL.values().stream().filter(Network::widens).map(Network::name).toList();
    }

    /** Whether a network goes by that name, in any spelling: {@code ResNet-50} is {@code resnet50}. */
    public static boolean knows(String name) {
        return SPELLINGS.containsKey(spelling(name));
    }

    /** The network of that name, in any spelling. */
    public static Network named(String name) {
        String known = SPELLINGS.get(spelling(name));
        if (known == null) {
            throw InputException.unknown("network", name, ALL.keySet());
        }
        return ALL.get(known);
    }

    /** The graph of the network of that name, with what the options change. */
    public static Graph load(String name, Options options) {
        return named(name).build(options);
    }
}
