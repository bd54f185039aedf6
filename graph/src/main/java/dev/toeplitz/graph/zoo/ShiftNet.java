package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Shift;

/**
 * Wu et al. 2017, Shift: table 4, ShiftNet-A. A 1 × 1 convolution, a shift of each channel by a pixel or none, and another
 * 1 × 1 in place of spatial convolutions.
 */
final class ShiftNet {
    /** Output channels, expansion of the first module and of the others, how many others. */
    private static final int[][] GROUPS = {{64, 4, 4, 4}, {128, 4, 3, 5}, {256, 3, 2, 6}, {512, 2, 1, 2}};

    private final Net net;
    /** Whether a down-sampling module has its stride on the first 1 × 1, not on the shift: the paper leaves it open. */
    private final boolean strideFirst;

    private ShiftNet(Net net, boolean strideFirst) {
        this.net = net;
        this.strideFirst = strideFirst;
    }

    static Graph a(Setting setting, boolean strideFirst) {
        return new ShiftNet(new Net(setting), strideFirst).build(setting.classes());
    }

    private Graph build(int classes) {
        Value x = net.convBnRelu("conv1", net.input(), 32, 7, 2, 3);
        for (int group = 0; group < GROUPS.length; group++) {
            int[] row = GROUPS[group];
            for (int i = 0; i <= row[3]; i++) {
                x = module("group%d_%d".formatted(group + 1, i + 1), x, row[0], i == 0 ? row[1] : row[2], i == 0);
            }
        }
        return net.endingIn(net.head(net.bnRelu("norm", x), classes));
    }

    /** The shortcut is the identity, or, where the map shrinks, its mean beside the new channels. */
    private Value module(String at, Value x, int channels, int expansion, boolean down) {
        int inner = expansion * Net.channels(x);
        Value y = net.bareConv(at + "a", net.bnRelu(at + "_norm1", x), inner, 1, down && strideFirst ? 2 : 1, 0, 1);
        y = net.node(at + "_shift", new Shift(3), net.bnRelu(at + "_norm2", y));
        y = down && !strideFirst ? net.everyOther(at + "_stride", y) : y;
        if (!down) {
            return net.add(at + "_add", x, net.bareConv(at + "b", y, channels, 1, 1, 0, 1));
        }
        Value added = net.bareConv(at + "b", y, channels - Net.channels(x), 1, 1, 0, 1);
        return net.concat(at + "_concat", net.meanPool(at + "_pool", x, 3, 2, 1), added);
    }
}
