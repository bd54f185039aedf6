package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;

/**
 * The Inception networks after GoogLeNet: BN-Inception (Ioffe and Szegedy 2015), V3 as released (Szegedy et al. 2015,
 * Rethinking) and V4 (Szegedy et al. 2016).
 */
final class Inception {
    private final Net net;
    private final Branches in;

    private Inception(Net net, boolean biases) {
        this.net = net;
        this.in = new Branches(net, biases);
    }

    static Graph bn(Setting setting) {
        return new Inception(new Net(setting), true).bnInception(setting.classes());
    }

    private Graph bnInception(int classes) {
        Value x = in.maxCeil(in.conv(net.input(), 64, 7, 7, 2, 3, 3));
        x = in.maxCeil(in.same(in.one(x, 64), 192, 3, 3));
        x = bnModule("3a", x, 64, 64, 64, 64, 96, 32, false);
        x = bnModule("3b", x, 64, 64, 96, 64, 96, 64, false);
        x = bnReduction("3c", x, 128, 160, 64, 96);
        x = bnModule("4a", x, 224, 64, 96, 96, 128, 128, false);
        x = bnModule("4b", x, 192, 96, 128, 96, 128, 128, false);
        x = bnModule("4c", x, 160, 128, 160, 128, 160, 128, false);
        x = bnModule("4d", x, 96, 128, 192, 160, 192, 128, false);
        x = bnReduction("4e", x, 128, 192, 192, 256);
        x = bnModule("5a", x, 352, 192, 320, 160, 224, 128, false);
        x = bnModule("5b", x, 352, 192, 320, 192, 224, 128, true);
        return net.endingIn(net.head(x, classes));
    }

    /** #1×1, #3×3 reduce, #3×3, double #3×3 reduce, double #3×3, pool proj. */
    private Value bnModule(
            String name, Value x, int one, int reduce, int three, int doubleReduce, int twice, int proj, boolean max) {
        in.module(name);
        Value d = in.same(in.same(in.one(x, doubleReduce), twice, 3, 3), twice, 3, 3);
        Value pool = max ? in.maxSame(x) : in.meanSame(x);
        return in.concat(in.one(x, one), in.same(in.one(x, reduce), three, 3, 3), d, in.one(pool, proj));
    }

    private Value bnReduction(String name, Value x, int reduce, int three, int doubleReduce, int twice) {
        in.module(name);
        Value a = in.conv(in.one(x, reduce), three, 3, 3, 2, 1, 1);
        Value b = in.conv(in.same(in.one(x, doubleReduce), twice, 3, 3), twice, 3, 3, 2, 1, 1);
        return in.concat(a, b, in.maxCeil(x));
    }

    /**
     * @param auxiliary whether the head that helps training is there too
     */
    static Graph v3(Setting setting, boolean auxiliary) {
        return new Inception(new Net(setting), false).v3(auxiliary, setting.classes());
    }

    private Graph v3(boolean auxiliary, int classes) {
        Value x = in.max(in.same(in.conv(in.conv(net.input(), 32, 3, 2), 32, 3, 1), 64, 3, 3));
        x = in.max(in.conv(in.one(x, 80), 192, 3, 1));
        int[] projections = {32, 64, 64};
        for (int i = 0; i < projections.length; i++) {
            in.module("35x35_" + (i + 1));
            Value five = in.same(in.one(x, 48), 64, 5, 5);
            Value three = in.same(in.same(in.one(x, 64), 96, 3, 3), 96, 3, 3);
            x = in.concat(in.one(x, 64), five, three, in.one(in.meanSame(x), projections[i]));
        }
        in.module("reduction_35");
        Value twice = in.conv(in.same(in.one(x, 64), 96, 3, 3), 96, 3, 2);
        x = in.concat(in.conv(x, 384, 3, 2), twice, in.max(x));
        int[] widths = {128, 160, 160, 192};
        for (int i = 0; i < widths.length; i++) {
            x = factorised("17x17_" + (i + 1), x, widths[i]);
        }
        Value auxiliaryOutput = auxiliary ? auxiliaryHead(x, classes) : null;
        in.module("reduction_17");
        Value wide = in.same(in.same(in.one(x, 192), 192, 1, 7), 192, 7, 1);
        x = in.concat(in.conv(in.one(x, 192), 320, 3, 2), in.conv(wide, 192, 3, 2), in.max(x));
        x = split("8x8_2", split("8x8_1", x));
        Value output = net.head(x, classes);
        return auxiliary ? net.endingIn(output, auxiliaryOutput) : net.endingIn(output);
    }

    /** 7 × 7 as 1 × 7 and 7 × 1, once and twice. */
    private Value factorised(String name, Value x, int width) {
        in.module(name);
        Value once = in.same(in.same(in.one(x, width), width, 1, 7), 192, 7, 1);
        Value twice = in.same(in.same(in.one(x, width), width, 7, 1), width, 1, 7);
        twice = in.same(in.same(twice, width, 7, 1), 192, 1, 7);
        return in.concat(in.one(x, 192), once, twice, in.one(in.meanSame(x), 192));
    }

    /** 3 × 3 as 1 × 3 beside 3 × 1. */
    private Value split(String name, Value x) {
        in.module(name);
        Value b = in.one(x, 384);
        Value c = in.same(in.one(x, 448), 384, 3, 3);
        Value left = in.concat(in.same(b, 384, 1, 3), in.same(b, 384, 3, 1));
        Value right = in.concat(in.same(c, 384, 1, 3), in.same(c, 384, 3, 1));
        return in.concat(in.one(x, 320), left, right, in.one(in.meanSame(x), 192));
    }

    private Value auxiliaryHead(Value x, int classes) {
        in.module("aux");
        Value y = in.one(net.meanPool("aux/pool", x, 5, 3, 0), 128);
        y = net.globalMean("aux/global", in.conv(y, 768, 5, 1));
        return net.softmax("aux/prob", net.linear("aux/fc", net.flatten("aux/flatten", y), classes));
    }

    static Graph v4(Setting setting) {
        return new Inception(new Net(setting), false).v4(setting.classes());
    }

    private Graph v4(int classes) {
        Value x = v4Stem(in, net.input());
        for (int i = 1; i <= 4; i++) {
            in.module("35x35_" + i);
            Value three = in.same(in.one(x, 64), 96, 3, 3);
            Value five = in.same(in.same(in.one(x, 64), 96, 3, 3), 96, 3, 3);
            x = in.concat(in.one(in.meanSame(x), 96), in.one(x, 96), three, five);
        }
        in.module("reduction_35");
        x = in.concat(in.max(x), in.conv(x, 384, 3, 2), in.conv(in.same(in.one(x, 192), 224, 3, 3), 256, 3, 2));
        for (int i = 1; i <= 7; i++) {
            in.module("17x17_" + i);
            Value once = in.same(in.same(in.one(x, 192), 224, 1, 7), 256, 7, 1);
            Value twice = in.same(in.same(in.one(x, 192), 192, 7, 1), 224, 1, 7);
            twice = in.same(in.same(twice, 224, 7, 1), 256, 1, 7);
            x = in.concat(in.one(in.meanSame(x), 128), in.one(x, 384), once, twice);
        }
        in.module("reduction_17");
        Value wide = in.same(in.same(in.one(x, 256), 256, 1, 7), 320, 7, 1);
        x = in.concat(in.max(x), in.conv(in.one(x, 192), 192, 3, 2), in.conv(wide, 320, 3, 2));
        for (int i = 1; i <= 3; i++) {
            in.module("8x8_" + i);
            Value b = in.one(x, 384);
            Value c = in.same(in.same(in.one(x, 384), 448, 3, 1), 512, 1, 3);
            Value mean = in.one(in.meanSame(x), 256);
            x = in.concat(
                    mean,
                    in.one(x, 256),
                    in.same(b, 256, 1, 3),
                    in.same(b, 256, 3, 1),
                    in.same(c, 256, 1, 3),
                    in.same(c, 256, 3, 1));
        }
        return net.endingIn(net.head(x, classes));
    }

    /** The stem that V4 and the paper's Inception-ResNet V2 share. */
    static Value v4Stem(Branches in, Value input) {
        Value x = in.same(in.conv(in.conv(input, 32, 3, 2), 32, 3, 1), 64, 3, 3);
        x = in.concat(in.max(x), in.conv(x, 96, 3, 2));
        Value wide = in.same(in.same(in.one(x, 64), 64, 1, 7), 64, 7, 1);
        x = in.concat(in.conv(in.one(x, 64), 96, 3, 1), in.conv(wide, 96, 3, 1));
        return in.concat(in.conv(x, 192, 3, 2), in.max(x));
    }
}
