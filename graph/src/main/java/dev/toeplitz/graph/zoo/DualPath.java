package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Split;
import java.util.List;

/**
 * Chen et al. 2017, Dual path networks: table 1. Part of each block's output is added to a residual path, the rest
 * concatenated to a dense one.
 */
final class DualPath {
    /**
     * @param stem channels of the first convolution
     * @param inner width of the grouped 3 × 3 in the first stage
     * @param repeats blocks a stage
     * @param growth channels that each block of a stage adds to the dense path
     */
    record Table(int stem, int inner, int groups, List<Integer> repeats, List<Integer> growth) {
        /** 32 × 3d. */
        static final Table DPN_92 = new Table(64, 96, 32, List.of(3, 4, 20, 3), List.of(16, 32, 24, 128));
        /** 40 × 4d. */
        static final Table DPN_98 = new Table(96, 160, 40, List.of(3, 6, 20, 3), List.of(16, 32, 32, 128));
    }

    private final Net net;
    private final Table table;

    private Value residual;
    private Value dense;

    private DualPath(Net net, Table table) {
        this.net = net;
        this.table = table;
    }

    static Graph build(Setting setting, Table table) {
        return new DualPath(new Net(setting), table).build(setting.classes());
    }

    private Graph build(int classes) {
        Value x = net.maxPool("pool1", net.convBnRelu("conv1", net.input(), table.stem(), 7, 2, 3), 3, 2, 1);
        for (int stage = 0; stage < table.repeats().size(); stage++) {
            for (int i = 0; i < table.repeats().get(stage); i++) {
                String at = "conv%d_%d".formatted(stage + 2, i + 1);
                Value in = stage == 0 && i == 0 ? x : net.concat(at + "_in", residual, dense);
                block(at, in, stage, i == 0);
            }
        }
        Value joined = net.concat("joined", residual, dense);
        return net.endingIn(net.head(net.bnRelu("norm", joined), classes));
    }

    private void block(String at, Value x, int stage, boolean first) {
        int width = 256 << stage;
        int inner = table.inner() << stage;
        int growth = table.growth().get(stage);
        int stride = first && stage > 0 ? 2 : 1;
        if (first) {
            Value projected =
                    net.bareConv(at + "_proj", net.bnRelu(at + "_proj_norm", x), width + 2 * growth, 1, stride, 0, 1);
            List<Value> parts = split(at + "_proj_split", projected, width, 2 * growth);
            residual = parts.get(0);
            dense = parts.get(1);
        }
        Value y = net.bareConv(at + "a", net.bnRelu(at + "_norm", x), inner, 1, 1, 0, 1);
        y = net.bareConv(at + "b", net.bnRelu(at + "a_norm", y), inner, 3, stride, 1, table.groups());
        y = net.bareConv(at + "c", net.bnRelu(at + "b_norm", y), width + growth, 1, 1, 0, 1);
        List<Value> parts = split(at + "_split", y, width, growth);
        residual = net.add(at + "_add", residual, parts.get(0));
        dense = net.concat(at + "_dense", dense, parts.get(1));
    }

    private List<Value> split(String at, Value x, int first, int second) {
        return net.nodes(at, new Split(1, List.of(first, second)), x);
    }
}
