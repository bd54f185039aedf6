package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;

/** Howard et al. 2017 (V1, table 1) and Sandler et al. 2018 (V2, table 2): depthwise separable convolutions. */
final class MobileNet {
    /** Output channels and stride of each pair; the paper prints stride 2 for the last, which its own sizes contradict. */
    private static final int[][] V1_PAIRS = {
        {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1}, {512, 1}, {512, 1},
        {1024, 2}, {1024, 1}
    };

    /** Expansion t, channels c, repeats n, stride s. */
    private static final int[][] V2_ROWS = {
        {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
    };

    private final Net net;
    private final Setting setting;

    private MobileNet(Setting setting) {
        this.net = new Net(setting);
        this.setting = setting;
    }

    static Graph v1(Setting setting) {
        return new MobileNet(setting).pairs(1);
    }

    /** With the last stride as the table prints it. */
    static Graph v1AsPrinted(Setting setting) {
        return new MobileNet(setting).pairs(2);
    }

    private Graph pairs(int lastStride) {
        Value x = net.convBnRelu("conv1", net.input(), setting.scaled(32), 3, 2, 1);
        for (int i = 0; i < V1_PAIRS.length; i++) {
            String at = "conv" + (i + 2);
            int stride = i == V1_PAIRS.length - 1 ? lastStride : V1_PAIRS[i][1];
            Value depthwise = net.convBn(at + "_dw", x, Net.channels(x), 3, stride, 1, Net.channels(x));
            int channels = setting.scaled(V1_PAIRS[i][0]);
            x = net.convBnRelu(at + "_pw", net.relu(at + "_dw_relu", depthwise), channels, 1, 1, 0);
        }
        return net.endingIn(net.head(x, setting.classes()));
    }

    /** Widths below 1 leave the last convolution at 1280 channels. */
    static Graph v2(Setting setting) {
        return new MobileNet(setting).rows();
    }

    private int scaled(int channels) {
        return Setting.byEights(channels * setting.width());
    }

    private Graph rows() {
        int stem = scaled(32);
        Value x = net.relu6("conv1_relu", net.convBn("conv1", net.input(), stem, 3, 2, 1, 1));
        int block = 1;
        for (int[] row : V2_ROWS) {
            for (int i = 0; i < row[2]; i++) {
                x = invertedResidual("block" + block++, x, row[0], scaled(row[1]), i == 0 ? row[3] : 1);
            }
        }
        x = net.relu6("conv2_relu", net.convBn("conv2", x, Math.max(1280, scaled(1280)), 1, 1, 0, 1));
        return net.endingIn(net.head(x, setting.classes()));
    }

    /** Expand, filter each channel, project without a nonlinearity; a shortcut where nothing changes size. */
    private Value invertedResidual(String at, Value x, int expansion, int channels, int stride) {
        int wide = Net.channels(x) * expansion;
        Value y = expansion == 1 ? x : net.relu6(at + "_expand_relu", net.convBn(at + "_expand", x, wide, 1, 1, 0, 1));
        y = net.relu6(at + "_dw_relu", net.convBn(at + "_dw", y, wide, 3, stride, 1, wide));
        y = net.convBn(at + "_project", y, channels, 1, 1, 0, 1);
        return stride == 1 && Net.channels(x) == channels ? net.add(at + "_add", x, y) : y;
    }
}
