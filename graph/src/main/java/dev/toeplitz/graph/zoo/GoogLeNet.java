package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Szegedy et al. 2014, Going deeper with convolutions: table 1. Pools round up, as the released definition does. */
final class GoogLeNet {
    /** A row of the table: #1×1, #3×3 reduce, #3×3, #5×5 reduce, #5×5, pool proj. */
    private record Inception(String name, int one, int threeReduce, int three, int fiveReduce, int five, int pool) {}

    private static final List<Inception> STAGE_3 =
            List.of(new Inception("3a", 64, 96, 128, 16, 32, 32), new Inception("3b", 128, 128, 192, 32, 96, 64));
    private static final List<Inception> STAGE_4 = List.of(
            new Inception("4a", 192, 96, 208, 16, 48, 64),
            new Inception("4b", 160, 112, 224, 24, 64, 64),
            new Inception("4c", 128, 128, 256, 24, 64, 64),
            new Inception("4d", 112, 144, 288, 32, 64, 64),
            new Inception("4e", 256, 160, 320, 32, 128, 128));
    private static final List<Inception> STAGE_5 =
            List.of(new Inception("5a", 256, 160, 320, 32, 128, 128), new Inception("5b", 384, 192, 384, 48, 128, 128));

    private final Net net;
    private final int classes;
    /** Whether convolutions are batch-normalised, as in torchvision's, which also has 3 × 3 where the table has 5 × 5. */
    private final boolean normalised;

    private final List<Value> outputs = new ArrayList<>();

    private GoogLeNet(Setting setting, boolean normalised) {
        this.net = new Net(setting);
        this.classes = setting.classes();
        this.normalised = normalised;
    }

    static Graph build(Setting setting) {
        return new GoogLeNet(setting, false).build(false);
    }

    /** With the two heads that help training. */
    static Graph withAuxiliaryHeads(Setting setting) {
        return new GoogLeNet(setting, false).build(true);
    }

    /** As torchvision has it: batch normalisation for the local one, and 3 × 3 in the branch of the 5 × 5. */
    static Graph batchNormalised(Setting setting) {
        return new GoogLeNet(setting, true).build(false);
    }

    private Graph build(boolean auxiliary) {
        Value x = net.maxPoolCeil("pool1", conv("conv1", net.input(), 64, 7, 2), 3, 2);
        x = conv("conv2_reduce", lrn("norm1", x), 64, 1, 1);
        x = lrn("norm2", conv("conv2", x, 192, 3, 1));
        x = stage(STAGE_3, net.maxPoolCeil("pool2", x, 3, 2), false);
        x = stage(STAGE_4, net.maxPoolCeil("pool3", x, 3, 2), auxiliary);
        x = stage(STAGE_5, net.maxPoolCeil("pool4", x, 3, 2), false);
        x = net.dropout("drop", net.flatten("flatten", net.globalMean("pool5", x)));
        outputs.addFirst(net.softmax("prob", net.linear("fc", x, classes)));
        return net.endingIn(outputs.toArray(Value[]::new));
    }

    private Value conv(String name, Value x, int channels, int filter, int stride) {
        return normalised
                ? net.convBnRelu(name, x, channels, filter, stride, filter / 2)
                : net.convRelu(name, x, channels, filter, stride, filter / 2);
    }

    private Value lrn(String name, Value x) {
        return normalised ? x : net.lrn(name, x);
    }

    private Value stage(List<Inception> rows, Value input, boolean auxiliary) {
        Value x = input;
        for (Inception row : rows) {
            x = module(row, x);
            if (auxiliary && (row.name().equals("4a") || row.name().equals("4d"))) {
                auxiliaryHead("aux" + row.name(), x);
            }
        }
        return x;
    }

    private Value module(Inception row, Value x) {
        String at = "inception" + row.name() + "/";
        Value three = conv(at + "3x3_reduce", x, row.threeReduce(), 1, 1);
        Value five = conv(at + "5x5_reduce", x, row.fiveReduce(), 1, 1);
        Value pool = net.maxPool(at + "pool", x, 3, 1, 1);
        return net.concat(
                at + "output",
                conv(at + "1x1", x, row.one(), 1, 1),
                conv(at + "3x3", three, row.three(), 3, 1),
                conv(at + "5x5", five, row.five(), normalised ? 3 : 5, 1),
                conv(at + "pool_proj", pool, row.pool(), 1, 1));
    }

    private void auxiliaryHead(String at, Value x) {
        Value y = net.convRelu(at + "/conv", net.meanPool(at + "/pool", x, 5, 3, 0), 128, 1, 1, 0);
        y = net.relu(at + "/fc_relu", net.linear(at + "/fc", net.vectorise(at + "/flatten", y, 4, 4), 1024));
        outputs.add(net.softmax(at + "/prob", net.linear(at + "/classifier", net.dropout(at + "/drop", y), classes)));
    }
}
