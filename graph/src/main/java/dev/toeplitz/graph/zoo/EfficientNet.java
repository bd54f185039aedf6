package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.op.Swish;

/**
 * Tan and Le 2019: table 1, the baseline B0, inverted residuals with squeeze-and-excitation; B1 to B7 are the same, wider and
 * deeper.
 */
final class EfficientNet {
    /** Expansion, filter, stride, channels, repeats. */
    private static final int[][] ROWS = {
        {1, 3, 1, 16, 1},
        {6, 3, 2, 24, 2},
        {6, 5, 2, 40, 2},
        {6, 3, 2, 80, 3},
        {6, 5, 1, 112, 3},
        {6, 5, 2, 192, 4},
        {6, 3, 1, 320, 1}
    };

    private final Net net;
    private final double width;

    private EfficientNet(Net net, double width) {
        this.net = net;
        this.width = width;
    }

    /**
     * @param width a factor on the channels
     * @param depth a factor on the repeats
     */
    static Graph build(Setting setting, double width, double depth) {
        return new EfficientNet(new Net(setting), width).build(depth, setting.classes());
    }

    private int scaled(int channels) {
        return Setting.byEights(channels * width);
    }

    private Graph build(double depth, int classes) {
        Value x = swish("stem", net.convBn("stem", net.input(), scaled(32), 3, 2, 1, 1));
        int block = 1;
        for (int[] row : ROWS) {
            for (int i = 0; i < Math.ceil(row[4] * depth); i++) {
                x = block("block" + block++, x, row[0], row[1], i == 0 ? row[2] : 1, scaled(row[3]));
            }
        }
        x = swish("top", net.convBn("top", x, scaled(1280), 1, 1, 0, 1));
        return net.endingIn(net.head(x, classes));
    }

    private Value block(String at, Value x, int expansion, int filter, int stride, int channels) {
        int wide = Net.channels(x) * expansion;
        Value y = expansion == 1 ? x : swish(at + "_expand", net.convBn(at + "_expand", x, wide, 1, 1, 0, 1));
        y = swish(at + "_dw", net.convBn(at + "_dw", y, wide, filter, stride, filter / 2, wide));
        y = net.convBn(at + "_project", excited(at, y, Net.channels(x) / 4), channels, 1, 1, 0, 1);
        return stride == 1 && Net.channels(x) == channels ? net.add(at + "_add", x, y) : y;
    }

    private Value excited(String at, Value y, int squeezed) {
        Value z = net.conv(
                at + "_se_reduce", net.globalMean(at + "_se_pool", y), squeezed, Conv.square(1, 1, 0, 1), true);
        z = net.conv(at + "_se_expand", swish(at + "_se", z), Net.channels(y), Conv.square(1, 1, 0, 1), true);
        return net.node(at + "_se_scale", new Mul(), y, net.node(at + "_se_gate", new Sigmoid(), z));
    }

    private Value swish(String at, Value x) {
        return net.node(at + "_swish", new Swish(), x);
    }
}
