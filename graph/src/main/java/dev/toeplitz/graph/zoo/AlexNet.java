package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.step.Window;
import java.util.List;

/**
 * Krizhevsky, Sutskever and Hinton 2012, and the networks that keep its outline: five convolutions, three of them pooled,
 * three fully connected layers.
 */
final class AlexNet {
    private AlexNet() {}

    /** The original: two groups, as it ran on two GPUs, in conv2, 4 and 5; normalisation before pooling. */
    static Graph grouped(Setting setting) {
        Net net = new Net(setting);
        return body(net, normThenPool(net, "1", stem(net)), 2, true, setting.classes());
    }

    /** CaffeNet, the BVLC reference model: the same, but pooled before it is normalised. */
    static Graph caffeNet(Setting setting) {
        Net net = new Net(setting);
        return body(net, poolThenNorm(net, "1", stem(net)), 2, false, setting.classes());
    }

    /** The same on 224 with 1 + 2 pixels of padding, which gives the same maps. */
    static Graph padded(Setting setting) {
        Net net = new Net(setting);
        return body(net, normThenPool(net, "1", paddedStem(net)), 2, true, setting.classes());
    }

    /** Without groups, as one GPU would have had it. */
    static Graph ungrouped(Setting setting) {
        Net net = new Net(setting);
        return body(net, normThenPool(net, "1", stem(net)), 1, true, setting.classes());
    }

    /** Without groups, on 224 with 1 + 2 pixels of padding, as lectures tabulate it. */
    static Graph paddedUngrouped(Setting setting) {
        Net net = new Net(setting);
        return body(net, normThenPool(net, "1", paddedStem(net)), 1, true, setting.classes());
    }

    private static Value paddedStem(Net net) {
        Window window = new Window(11, 4, 1, 1, 2);
        return net.relu("relu1", net.conv("conv1", net.input(), 96, new Conv(List.of(window, window), 1), true));
    }

    private static Value stem(Net net) {
        return net.relu("relu1", net.conv("conv1", net.input(), 96, 11, 4, 0));
    }

    private static Value normThenPool(Net net, String name, Value x) {
        return net.maxPool("pool" + name, net.lrn("norm" + name, x), 3, 2, 0);
    }

    private static Value poolThenNorm(Net net, String name, Value x) {
        return net.lrn("norm" + name, net.maxPool("pool" + name, x, 3, 2, 0));
    }

    private static Graph body(Net net, Value pool1, int groups, boolean normFirst, int classes) {
        Value x = net.relu("relu2", net.conv("conv2", pool1, 256, Conv.square(5, 1, 2, groups), true));
        x = normFirst ? normThenPool(net, "2", x) : poolThenNorm(net, "2", x);
        x = net.relu("relu3", net.conv("conv3", x, 384, 3, 1, 1));
        x = net.relu("relu4", net.conv("conv4", x, 384, Conv.square(3, 1, 1, groups), true));
        x = net.relu("relu5", net.conv("conv5", x, 256, Conv.square(3, 1, 1, groups), true));
        return classifier(net, net.vectorise("flatten", net.maxPool("pool5", x, 3, 2, 0), 6, 6), classes);
    }

    /** Krizhevsky 2014, One weird trick: one tower of 64, 192, 384, 256 and 256 maps, no normalisation. */
    static Graph oneTower(Setting setting) {
        Net net = new Net(setting);
        Value x = net.maxPool("pool1", net.relu("relu1", net.conv("conv1", net.input(), 64, 11, 4, 2)), 3, 2, 0);
        x = net.maxPool("pool2", net.relu("relu2", net.conv("conv2", x, 192, 5, 1, 2)), 3, 2, 0);
        x = net.relu("relu3", net.conv("conv3", x, 384, 3, 1, 1));
        x = net.relu("relu4", net.conv("conv4", x, 256, 3, 1, 1));
        x = net.relu("relu5", net.conv("conv5", x, 256, 3, 1, 1));
        return classifier(net, net.vectorise("flatten", net.maxPool("pool5", x, 3, 2, 0), 6, 6), setting.classes());
    }

    /** Zeiler and Fergus 2013: a finer first layer; the widths of conv3 to conv5 are what its variants change. */
    static Graph zfNet(Setting setting, int... widths) {
        Net net = new Net(setting);
        Value x = net.relu("relu1", net.conv("conv1", net.input(), 96, 7, 2, 1));
        x = net.lrn("norm1", net.maxPoolCeil("pool1", x, 3, 2));
        x = net.relu("relu2", net.conv("conv2", x, 256, 5, 2, 0));
        x = net.lrn("norm2", net.maxPoolCeil("pool2", x, 3, 2));
        for (int i = 0; i < widths.length; i++) {
            x = net.relu("relu" + (3 + i), net.conv("conv" + (3 + i), x, widths[i], 3, 1, 1));
        }
        return classifier(net, net.vectorise("flatten", net.maxPool("pool5", x, 3, 2, 0), 6, 6), setting.classes());
    }

    /** Two hidden layers of 4096 with dropout, also VGG's. */
    static Graph classifier(Net net, Value vector, int classes) {
        Value y = vector;
        for (String layer : List.of("6", "7")) {
            y = net.dropout("drop" + layer, net.relu("fc" + layer + "_relu", net.linear("fc" + layer, y, 4096)));
        }
        return net.endingIn(net.softmax("prob", net.linear("fc8", y, classes)));
    }
}
