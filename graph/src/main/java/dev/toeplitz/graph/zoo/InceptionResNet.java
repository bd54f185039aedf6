package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;

/**
 * Szegedy et al. 2016, Inception-v4, Inception-ResNet: figures 10 to 19. V2 goes by two definitions: the paper's figures,
 * and the released one with twice the blocks and the stem of V3.
 */
final class InceptionResNet {
    /** Widths by which the variants differ. */
    enum Variant {
        V1(new int[] {32, 32}, new int[] {128, 128, 128}, new int[] {192, 192, 192}, 1),
        V2_PAPER(new int[] {48, 64}, new int[] {128, 160, 192}, new int[] {192, 224, 256}, 1),
        V2(new int[] {48, 64}, new int[] {128, 160, 192}, new int[] {192, 224, 256}, 2);

        private final int[] a;
        private final int[] b;
        private final int[] c;
        private final int times;

        Variant(int[] a, int[] b, int[] c, int times) {
            this.a = a;
            this.b = b;
            this.c = c;
            this.times = times;
        }
    }

    private final Variant variant;
    private final Net net;
    private final Branches in;

    private InceptionResNet(Variant variant, Net net) {
        this.variant = variant;
        this.net = net;
        this.in = new Branches(net, false);
    }

    static Graph build(Setting setting, Variant variant) {
        return new InceptionResNet(variant, new Net(setting)).build(setting.classes());
    }

    private Graph build(int classes) {
        Value x = stem();
        for (int i = 1; i <= 5 * variant.times; i++) {
            x = blockA("35x35_" + i, x);
        }
        x = reductionA(x);
        for (int i = 1; i <= 10 * variant.times; i++) {
            x = blockB("17x17_" + i, x);
        }
        x = reductionB(x);
        for (int i = 1; i <= 5 * variant.times; i++) {
            x = blockC("8x8_" + i, x);
        }
        if (variant == Variant.V2) {
            in.module("last");
            x = in.one(x, 1536);
        }
        return net.endingIn(net.head(x, classes));
    }

    private Value stem() {
        if (variant == Variant.V2_PAPER) {
            return Inception.v4Stem(in, net.input());
        }
        Value x = in.max(in.same(in.conv(in.conv(net.input(), 32, 3, 2), 32, 3, 1), 64, 3, 3));
        x = in.conv(in.one(x, 80), 192, 3, 1);
        return variant == Variant.V1 ? in.conv(x, 256, 3, 2) : mixed(in.max(x));
    }

    /** The released V2 begins with one module of V3. */
    private Value mixed(Value x) {
        in.module("mixed_5b");
        Value five = in.same(in.one(x, 48), 64, 5, 5);
        Value three = in.same(in.same(in.one(x, 64), 96, 3, 3), 96, 3, 3);
        return in.concat(in.one(x, 96), five, three, in.one(in.meanSame(x), 64));
    }

    private Value blockA(String name, Value x) {
        in.module(name);
        Value three = in.same(in.one(x, 32), 32, 3, 3);
        Value five = in.same(in.same(in.one(x, 32), variant.a[0], 3, 3), variant.a[1], 3, 3);
        return close(x, in.concat(in.one(x, 32), three, five));
    }

    private Value blockB(String name, Value x) {
        in.module(name);
        Value wide = in.same(in.same(in.one(x, variant.b[0]), variant.b[1], 1, 7), variant.b[2], 7, 1);
        return close(x, in.concat(in.one(x, variant.b[2]), wide));
    }

    private Value blockC(String name, Value x) {
        in.module(name);
        Value wide = in.same(in.same(in.one(x, variant.c[0]), variant.c[1], 1, 3), variant.c[2], 3, 1);
        return close(x, in.concat(in.one(x, 192), wide));
    }

    private Value close(Value x, Value branches) {
        return in.residual(x, in.linear(branches, Net.channels(x)));
    }

    private Value reductionA(Value x) {
        in.module("reduction_35");
        int[] k = variant == Variant.V1 ? new int[] {192, 192, 256} : new int[] {256, 256, 384};
        return in.concat(in.max(x), in.conv(x, 384, 3, 2), in.conv(in.same(in.one(x, k[0]), k[1], 3, 3), k[2], 3, 2));
    }

    private Value reductionB(Value x) {
        in.module("reduction_17");
        int[] k = variant == Variant.V2 ? new int[] {288, 288, 320} : new int[] {256, 256, 256};
        Value a = in.conv(in.one(x, 256), 384, 3, 2);
        Value b = in.conv(in.one(x, 256), k[0], 3, 2);
        Value c = in.conv(in.same(in.one(x, 256), k[1], 3, 3), k[2], 3, 2);
        return in.concat(in.max(x), a, b, c);
    }
}
