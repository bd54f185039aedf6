package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Div;
import dev.toeplitz.graph.op.Gelu;
import dev.toeplitz.graph.op.LayerNorm;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Reduction;
import dev.toeplitz.graph.op.Transpose;
import java.util.List;

/**
 * Liu et al. 2022 (V1) and Woo et al. 2023 (V2): depthwise 7 × 7, layer normalisation over the channels of a pixel, and two
 * fully connected layers at each pixel. As in the released code, what works on channels sees them last: N × H × W × C.
 */
final class ConvNeXt {
    private static final double EPSILON = 1e-6;
    private static final List<Integer> TO_LAST = List.of(0, 2, 3, 1);
    private static final List<Integer> TO_FIRST = List.of(0, 3, 1, 2);

    /** What follows the activation in a block, the one thing by which the versions differ. */
    enum Version {
        /** Each channel of the residual has a learnt scale. */
        V1,
        /** Global response normalisation between the two fully connected layers. */
        V2
    }

    private final Net net;
    private final Version version;

    private ConvNeXt(Net net, Version version) {
        this.net = net;
        this.version = version;
    }

    /**
     * @param width channels of the first stage; each later one has twice as many
     * @param repeats blocks a stage
     */
    static Graph build(Setting setting, Version version, int width, int... repeats) {
        return new ConvNeXt(new Net(setting), version).build(width, repeats, setting.classes());
    }

    private Graph build(int width, int[] repeats, int classes) {
        Value x = norm("stem_norm", net.conv("stem", net.input(), width, 4, 4, 0));
        for (int stage = 0; stage < repeats.length; stage++) {
            String at = "stage%d_".formatted(stage + 1);
            x = stage == 0 ? x : net.conv(at + "down", norm(at + "norm", x), width << stage, 2, 2, 0);
            for (int i = 1; i <= repeats[stage]; i++) {
                x = block(at + i, x);
            }
        }
        Value pooled = channelNorm("norm", net.flatten("flatten", net.globalMean("pool", x)));
        return net.endingIn(net.softmax("prob", net.linear("fc", pooled, classes)));
    }

    private Value block(String at, Value x) {
        int channels = Net.channels(x);
        Value y = net.conv(at + "_dw", x, channels, Conv.square(7, 1, 3, channels), true);
        y = channelNorm(at + "_norm", net.node(at + "_last", new Transpose(TO_LAST), y));
        y = net.node(at + "_gelu", new Gelu(false), pointwise(at + "_expand", y, 4 * channels));
        y = version == Version.V2 ? responseNorm(at + "_grn", y) : y;
        y = pointwise(at + "_project", y, channels);
        y = version == Version.V1 ? net.node(at + "_scale", new Mul(), y, net.weight(at + ".scale", channels)) : y;
        return net.add(at + "_add", x, net.node(at + "_first", new Transpose(TO_FIRST), y));
    }

    private Value norm(String name, Value x) {
        Value y = channelNorm(name, net.node(name + "_last", new Transpose(TO_LAST), x));
        return net.node(name + "_first", new Transpose(TO_FIRST), y);
    }

    private Value channelNorm(String name, Value x) {
        int c = x.type().shape().at(-1);
        Value gamma = net.weight(name + ".gamma", c);
        return net.node(name, new LayerNorm(-1, EPSILON), x, gamma, net.weight(name + ".beta", c));
    }

    /** A fully connected layer at each pixel. */
    private Value pointwise(String name, Value x, int channels) {
        Value w = net.weight(name + ".weight", x.type().shape().at(-1), channels);
        return net.node(
                name + "_bias", new Add(), net.node(name, new MatMul(), x, w), net.weight(name + ".bias", channels));
    }

    /**
     * γ · x · g / mean g + β + x, with g the length of a channel over the whole map. The paper adds 10⁻⁶ to the mean; here it is
     * held above that, which needs no constant tensor.
     */
    private Value responseNorm(String name, Value x) {
        int c = x.type().shape().at(-1);
        Value length = net.node(name + "_length", new Reduction(Reduction.Kind.L2, List.of(1, 2), true), x);
        Value mean = net.node(name + "_mean", new Reduction(Reduction.Kind.MEAN, List.of(3), true), length);
        Value safe = net.node(name + "_safe", new Clip(EPSILON, Double.POSITIVE_INFINITY), mean);
        Value y = net.node(name + "_weighed", new Mul(), x, net.node(name + "_share", new Div(), length, safe));
        y = net.node(name + "_scaled", new Mul(), y, net.weight(name + ".gamma", c));
        y = net.node(name + "_offset", new Add(), y, net.weight(name + ".beta", c));
        return net.add(name, x, y);
    }
}
