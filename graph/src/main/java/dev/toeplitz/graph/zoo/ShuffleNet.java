package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.tensor.Shape;
import java.util.List;

/**
 * Zhang et al. 2017 (V1): table 1, for each number of groups. A unit's inner width is a quarter of the stage's; its first 1 × 1
 * in stage 2 is not grouped.
 */
final class ShuffleNet {
    private static final int[] REPEATS = {4, 8, 4};

    private final Net net;
    private final int groups;

    private ShuffleNet(Net net, int groups) {
        this.net = net;
        this.groups = groups;
    }

    /**
     * @param stage2 output channels of stage 2; the next stages double them
     */
    static Graph build(Setting setting, int groups, int stage2) {
        return new ShuffleNet(new Net(setting), groups)
                .build(setting.scaled(24), setting.scaled(stage2), setting.classes());
    }

    private Graph build(int stem, int stage2, int classes) {
        Value x = net.maxPool("pool1", net.convBnRelu("conv1", net.input(), stem, 3, 2, 1), 3, 2, 1);
        for (int stage = 0; stage < REPEATS.length; stage++) {
            for (int i = 0; i < REPEATS[stage]; i++) {
                int first = stage == 0 && i == 0 ? 1 : groups;
                x = unit("stage%d_%d".formatted(stage + 2, i + 1), x, stage2 << stage, i == 0, first);
            }
        }
        return net.endingIn(net.head(x, classes));
    }

    private Value unit(String at, Value x, int width, boolean down, int firstGroups) {
        int inner = width / 4;
        int out = down ? width - Net.channels(x) : width;
        Value y = net.relu(at + "a_relu", net.convBn(at + "a", x, inner, 1, 1, 0, firstGroups));
        y = net.convBn(at + "_dw", shuffle(at, y), inner, 3, down ? 2 : 1, 1, inner);
        y = net.convBn(at + "b", y, out, 1, 1, 0, groups);
        Value joined = down
                ? net.concat(at + "_concat", net.meanPool(at + "_pool", x, 3, 2, 1), y)
                : net.add(at + "_add", x, y);
        return net.relu(at + "_relu", joined);
    }

    /** Channels dealt out across groups: seen as groups × share, transposed. */
    private Value shuffle(String at, Value x) {
        Shape s = x.type().shape();
        Shape split = Shape.of(s.at(0), groups, s.at(1) / groups, s.at(2), s.at(3));
        Value y = net.node(at + "_split", new Reshape(split), x);
        y = net.node(at + "_shuffle", new Transpose(List.of(0, 2, 1, 3, 4)), y);
        return net.node(at + "_join", new Reshape(s), y);
    }
}
