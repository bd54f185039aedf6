package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;

/** Chollet 2016: figure 5. Separable convolutions, no nonlinearity inside them, in three flows with residuals. */
final class Xception {
    private final Net net;

    private Xception(Net net) {
        this.net = net;
    }

    static Graph build(Setting setting) {
        return new Xception(new Net(setting)).flows(setting.classes());
    }

    private Graph flows(int classes) {
        Value x = net.convBnRelu("conv1", net.input(), 32, 3, 2, 0);
        x = net.convBnRelu("conv2", x, 64, 3, 1, 0);
        x = block("entry1", x, 128, 128, false);
        x = block("entry2", x, 256, 256, true);
        x = block("entry3", x, 728, 728, true);
        for (int i = 1; i <= 8; i++) {
            x = middle("middle" + i, x);
        }
        x = block("exit1", x, 728, 1024, true);
        x = net.relu("exit2_relu", separable("exit2", x, 1536));
        x = net.relu("exit3_relu", separable("exit3", x, 2048));
        return net.endingIn(net.head(x, classes));
    }

    private Value separable(String at, Value x, int channels) {
        Value depthwise = net.bareConv(at + "_dw", x, Net.channels(x), 3, 1, 1, Net.channels(x));
        return net.convBn(at + "_pw", depthwise, channels, 1, 1, 0, 1);
    }

    private Value block(String at, Value x, int first, int second, boolean rectified) {
        Value y = separable(at + "a", rectified ? net.relu(at + "_relu", x) : x, first);
        y = separable(at + "b", net.relu(at + "a_relu", y), second);
        return net.add(
                at + "_add", net.maxPool(at + "_pool", y, 3, 2, 1), net.convBn(at + "_proj", x, second, 1, 2, 0, 1));
    }

    private Value middle(String at, Value x) {
        Value y = x;
        for (String part : new String[] {"a", "b", "c"}) {
            y = separable(at + part, net.relu(at + part + "_relu", y), 728);
        }
        return net.add(at + "_add", x, y);
    }
}
