package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;

/** Iandola et al. 2016: table 1, and the repository's version 1.1. Pools round up. */
final class SqueezeNet {
    private final Net net;

    private SqueezeNet(Net net) {
        this.net = net;
    }

    static Graph v1_0(Setting setting) {
        return v1_0(setting, 0);
    }

    /** As the repository's prototxt has it: conv10 is padded by a pixel, where a 1 × 1 convolution sees its bias alone. */
    static Graph v1_0AsReleased(Setting setting) {
        return v1_0(setting, 1);
    }

    private static Graph v1_0(Setting setting, int lastPadding) {
        Net net = new Net(setting);
        SqueezeNet fires = new SqueezeNet(net);
        Value x = net.maxPoolCeil("pool1", net.convRelu("conv1", net.input(), 96, 7, 2, 0), 3, 2);
        x = fires.fire(4, 32, 128, fires.fire(3, 16, 64, fires.fire(2, 16, 64, x)));
        x = net.maxPoolCeil("pool4", x, 3, 2);
        x = fires.fire(6, 48, 192, fires.fire(5, 32, 128, x));
        x = fires.fire(8, 64, 256, fires.fire(7, 48, 192, x));
        x = fires.fire(9, 64, 256, net.maxPoolCeil("pool8", x, 3, 2));
        return fires.head(x, setting.classes(), lastPadding);
    }

    static Graph v1_1(Setting setting) {
        Net net = new Net(setting);
        SqueezeNet fires = new SqueezeNet(net);
        Value x = net.maxPoolCeil("pool1", net.convRelu("conv1", net.input(), 64, 3, 2, 0), 3, 2);
        x = fires.fire(3, 16, 64, fires.fire(2, 16, 64, x));
        x = fires.fire(5, 32, 128, fires.fire(4, 32, 128, net.maxPoolCeil("pool3", x, 3, 2)));
        x = fires.fire(7, 48, 192, fires.fire(6, 48, 192, net.maxPoolCeil("pool5", x, 3, 2)));
        x = fires.fire(9, 64, 256, fires.fire(8, 64, 256, x));
        return fires.head(x, setting.classes(), 0);
    }

    private Value fire(int number, int squeeze, int expand, Value x) {
        String at = "fire%d/".formatted(number);
        Value s = net.convRelu(at + "squeeze1x1", x, squeeze, 1, 1, 0);
        return net.concat(
                at + "concat",
                net.convRelu(at + "expand1x1", s, expand, 1, 1, 0),
                net.convRelu(at + "expand3x3", s, expand, 3, 1, 1));
    }

    /** A classifier at each pixel, averaged. */
    private Graph head(Value x, int classes, int padding) {
        Value y = net.convRelu("conv10", net.dropout("drop9", x), classes, 1, 1, padding);
        return net.endingIn(net.softmax("prob", net.flatten("flatten", net.globalMean("pool10", y))));
    }
}
