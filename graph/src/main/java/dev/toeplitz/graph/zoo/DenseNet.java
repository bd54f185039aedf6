package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;

/** Huang et al. 2016: table 1, DenseNet-BC (bottlenecks of 4 k, compression by a half). */
final class DenseNet {
    private DenseNet() {}

    /**
     * @param growth channels that each layer adds: k
     * @param stem channels of the first convolution
     * @param blocks layers in each dense block
     */
    static Graph build(Setting setting, int growth, int stem, int... blocks) {
        Net net = new Net(setting);
        Value x = net.maxPool("pool0", net.convBnRelu("conv0", net.input(), stem, 7, 2, 3), 3, 2, 1);
        for (int block = 0; block < blocks.length; block++) {
            for (int layer = 0; layer < blocks[block]; layer++) {
                x = layer(net, "block%d_layer%d".formatted(block + 1, layer + 1), x, growth);
            }
            x = block < blocks.length - 1 ? transition(net, "transition" + (block + 1), x) : net.bnRelu("norm5", x);
        }
        return net.endingIn(net.head(x, setting.classes()));
    }

    private static Value layer(Net net, String at, Value x, int growth) {
        Value y = net.bareConv(at + "_1x1", net.bnRelu(at + "_norm1", x), 4 * growth, 1, 1, 0, 1);
        y = net.bareConv(at + "_3x3", net.bnRelu(at + "_norm2", y), growth, 3, 1, 1, 1);
        return net.concat(at, x, y);
    }

    private static Value transition(Net net, String at, Value x) {
        Value y = net.bareConv(at + "_1x1", net.bnRelu(at + "_norm", x), Net.channels(x) / 2, 1, 1, 0, 1);
        return net.meanPool(at + "_pool", y, 2, 2, 0);
    }
}
