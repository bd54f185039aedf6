package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;

/**
 * Residual networks that normalise and rectify before each convolution: He et al. 2016, Identity mappings; and Wide ResNet
 * for CIFAR (Zagoruyko and Komodakis 2016). The first block of a stage projects its shortcut after the pre-activation.
 */
final class PreActivation {
    private final Net net;

    private PreActivation(Net net) {
        this.net = net;
    }

    /** For ImageNet, with bottlenecks whose stride is on the 3 × 3. */
    static Graph imageNet(Setting setting, int... repeats) {
        Net net = new Net(setting);
        Value x = net.maxPool("pool1", net.bareConv("conv1", net.input(), 64, 7, 2, 3, 1), 3, 2, 1);
        PreActivation blocks = new PreActivation(net);
        for (int stage = 0; stage < repeats.length; stage++) {
            for (int i = 0; i < repeats[stage]; i++) {
                x = blocks.bottleneck(at(stage, i), x, 64 << stage, stride(stage, i), i == 0, false);
            }
        }
        return blocks.end(x, setting.classes());
    }

    /** For CIFAR: 9 n + 2 layers of bottlenecks, 16, 32 and 64 wide. */
    static Graph cifar(Setting setting, int blocksPerStage) {
        Net net = new Net(setting);
        Value x = net.bareConv("conv1", net.input(), 16, 3, 1, 1, 1);
        PreActivation blocks = new PreActivation(net);
        for (int stage = 0; stage < 3; stage++) {
            for (int i = 0; i < blocksPerStage; i++) {
                x = blocks.bottleneck(at(stage, i), x, 16 << stage, stride(stage, i), i == 0, true);
            }
        }
        return blocks.end(x, setting.classes());
    }

    /** For CIFAR: 6 n + 4 layers of two 3 × 3, {@code widen} times 16, 32 and 64 wide; the setting's width scales that. */
    static Graph wide(Setting setting, int depth, int widen) {
        Net net = new Net(setting);
        Value x = net.bareConv("conv1", net.input(), 16, 3, 1, 1, 1);
        PreActivation blocks = new PreActivation(net);
        for (int stage = 0; stage < 3; stage++) {
            for (int i = 0; i < (depth - 4) / 6; i++) {
                x = blocks.basic(at(stage, i), x, setting.scaled(16 * widen) << stage, stride(stage, i));
            }
        }
        return blocks.end(x, setting.classes());
    }

    private static String at(int stage, int block) {
        return "conv%d_%d".formatted(stage + 2, block + 1);
    }

    private static int stride(int stage, int block) {
        return block == 0 && stage > 0 ? 2 : 1;
    }

    private Value bottleneck(String at, Value x, int width, int stride, boolean first, boolean strideFirst) {
        Value h = net.bnRelu(at + "_pre", x);
        Value shortcut = first ? net.bareConv(at + "_proj", h, 4 * width, 1, stride, 0, 1) : x;
        Value y = net.bareConv(at + "a", h, width, 1, strideFirst ? stride : 1, 0, 1);
        y = net.bareConv(at + "b", net.bnRelu(at + "a_norm", y), width, 3, strideFirst ? 1 : stride, 1, 1);
        y = net.bareConv(at + "c", net.bnRelu(at + "b_norm", y), 4 * width, 1, 1, 0, 1);
        return net.add(at + "_add", shortcut, y);
    }

    private Value basic(String at, Value x, int width, int stride) {
        Value h = net.bnRelu(at + "_pre", x);
        Value shortcut = Net.channels(x) == width ? x : net.bareConv(at + "_proj", h, width, 1, stride, 0, 1);
        Value y = net.bareConv(at + "a", h, width, 3, stride, 1, 1);
        return net.add(at + "_add", shortcut, net.bareConv(at + "b", net.bnRelu(at + "a_norm", y), width, 3, 1, 1, 1));
    }

    private Graph end(Value x, int classes) {
        return net.endingIn(net.head(net.bnRelu("norm", x), classes));
    }
}
