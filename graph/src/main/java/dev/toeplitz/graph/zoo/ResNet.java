package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.tensor.Shape;

/**
 * He et al. 2015, Deep residual learning, table 1; with grouped or wider 3 × 3 convolutions also ResNeXt (Xie et al. 2016)
 * and Wide ResNet (Zagoruyko and Komodakis 2016).
 */
final class ResNet {
    /** Where a down-sampling bottleneck has its stride. */
    enum Stride {
        /** On the first 1 × 1, as in the paper: "v1". */
        FIRST,
        /** On the 3 × 3, as most frameworks have it: "v1.5". */
        MIDDLE,
        /** On the 3 × 3 of a stage's last block and not of the next one's first: TensorFlow-Slim's "v1". */
        LAST_BLOCK
    }

    /**
     * The block that a network repeats.
     *
     * @param expansion output channels over the stage's width: 1 for two 3 × 3, 4 for a bottleneck
     * @param widthPerGroup inner width of a bottleneck in the first stage, for each group
     * @param shortcuts whether there are any; without, it is the plain network that the paper compares with
     * @param excited whether channels are re-weighted before the add (Hu et al. 2017, squeeze and excitation by 16)
     */
    record Block(int expansion, int groups, int widthPerGroup, Stride stride, boolean shortcuts, boolean excited) {
        static final Block BASIC = new Block(1, 1, 64, Stride.MIDDLE, true, false);
        static final Block PLAIN = new Block(1, 1, 64, Stride.MIDDLE, false, false);
        static final Block V1 = new Block(4, 1, 64, Stride.FIRST, true, false);
        static final Block SLIM = new Block(4, 1, 64, Stride.LAST_BLOCK, true, false);
        static final Block V1_5 = new Block(4, 1, 64, Stride.MIDDLE, true, false);

        static Block grouped(int groups, int widthPerGroup) {
            return new Block(4, groups, widthPerGroup, Stride.MIDDLE, true, false);
        }

        Block withExcitation() {
            return new Block(expansion, groups, widthPerGroup, stride, shortcuts, true);
        }

        int innerWidth(int stageWidth) {
            return stageWidth * widthPerGroup / 64 * groups;
        }
    }

    private final Net net;
    private final Block block;

    private ResNet(Net net, Block block) {
        this.net = net;
        this.block = block;
    }

    /**
     * @param repeats blocks in conv2_x to conv5_x
     */
    static Graph build(Setting setting, Block block, int... repeats) {
        return new ResNet(new Net(setting), block).build(repeats, setting.classes());
    }

    private Graph build(int[] repeats, int classes) {
        Value x = net.maxPool("pool1", net.convBnRelu("conv1", net.input(), 64, 7, 2, 3), 3, 2, 1);
        for (int stage = 0; stage < repeats.length; stage++) {
            for (int i = 0; i < repeats[stage]; i++) {
                int stride = shrinks(repeats, stage, i) ? 2 : 1;
                x = block("conv%d_%d".formatted(stage + 2, i + 1), x, 64 << stage, stride);
            }
        }
        return net.endingIn(net.head(x, classes));
    }

    private boolean shrinks(int[] repeats, int stage, int i) {
        return block.stride() == Stride.LAST_BLOCK
                ? i == repeats[stage] - 1 && stage < repeats.length - 1
                : i == 0 && stage > 0;
    }

    private Value block(String at, Value x, int width, int stride) {
        int channels = width * block.expansion();
        Value residual = block.expansion() == 1 ? basic(at, x, width, stride) : bottleneck(at, x, width, stride);
        residual = block.excited() ? excited(at, residual) : residual;
        if (!block.shortcuts()) {
            return net.relu(at + "_relu", residual);
        }
        Value shortcut = shortcut(at, x, channels, stride);
        return net.relu(at + "_relu", net.add(at + "_add", residual, shortcut));
    }

    /** The map itself, pixels of it, or a projection. */
    private Value shortcut(String at, Value x, int channels, int stride) {
        if (Net.channels(x) == channels && (stride == 1 || block.stride() == Stride.LAST_BLOCK)) {
            return stride == 1 ? x : net.maxPool(at + "_pixels", x, 1, stride, 0);
        }
        return net.convBn(at + "_proj", x, channels, 1, stride, 0, 1);
    }

    private Value excited(String at, Value x) {
        Value z = net.flatten(at + "_se_flatten", net.globalMean(at + "_se_pool", x));
        z = net.relu(at + "_se_relu", net.linear(at + "_se_reduce", z, Net.channels(x) / 16));
        z = net.node(at + "_se_gate", new Sigmoid(), net.linear(at + "_se_expand", z, Net.channels(x)));
        z = net.node(at + "_se_map", new Reshape(Shape.of(x.type().shape().at(0), Net.channels(x), 1, 1)), z);
        return net.node(at + "_se_scale", new Mul(), x, z);
    }

    private Value basic(String at, Value x, int width, int stride) {
        Value y = net.convBnRelu(at + "a", x, width, 3, stride, 1);
        return net.convBn(at + "b", y, width, 3, 1, 1, 1);
    }

    private Value bottleneck(String at, Value x, int width, int stride) {
        int inner = block.innerWidth(width);
        int first = block.stride() == Stride.FIRST ? stride : 1;
        Value y = net.convBnRelu(at + "a", x, inner, 1, first, 0);
        y = net.relu(at + "b_relu", net.convBn(at + "b", y, inner, 3, stride / first, 1, block.groups()));
        return net.convBn(at + "c", y, width * block.expansion(), 1, 1, 0, 1);
    }
}
