package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;
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
    private final List<Value> outputs = new ArrayList<>();

    private GoogLeNet(Net net) {
        this.net = net;
    }

    /**
     * @param auxiliary whether the two heads that help training are there too
     */
    static Graph build(String name, boolean auxiliary, Shape input, int classes) {
        return new GoogLeNet(new Net(name, input)).build(auxiliary, classes);
    }

    private Graph build(boolean auxiliary, int classes) {
        Value x = net.maxPoolCeil("pool1", net.convRelu("conv1", net.input(), 64, 7, 2, 3), 3, 2);
        x = net.convRelu("conv2_reduce", net.lrn("norm1", x), 64, 1, 1, 0);
        x = net.lrn("norm2", net.convRelu("conv2", x, 192, 3, 1, 1));
        x = stage(STAGE_3, net.maxPoolCeil("pool2", x, 3, 2), false, classes);
        x = stage(STAGE_4, net.maxPoolCeil("pool3", x, 3, 2), auxiliary, classes);
        x = stage(STAGE_5, net.maxPoolCeil("pool4", x, 3, 2), false, classes);
        x = net.dropout("drop", net.flatten("flatten", net.globalMean("pool5", x)));
        outputs.addFirst(net.softmax("prob", net.linear("fc", x, classes)));
        return net.endingIn(outputs.toArray(Value[]::new));
    }

    private Value stage(List<Inception> rows, Value input, boolean auxiliary, int classes) {
        Value x = input;
        for (Inception row : rows) {
            x = module(row, x);
            if (auxiliary && (row.name().equals("4a") || row.name().equals("4d"))) {
                auxiliaryHead("aux" + row.name(), x, classes);
            }
        }
        return x;
    }

    private Value module(Inception row, Value x) {
        String at = "inception" + row.name() + "/";
        Value three = net.convRelu(at + "3x3_reduce", x, row.threeReduce(), 1, 1, 0);
        Value five = net.convRelu(at + "5x5_reduce", x, row.fiveReduce(), 1, 1, 0);
        Value pool = net.maxPool(at + "pool", x, 3, 1, 1);
        return net.concat(
                at + "output",
                net.convRelu(at + "1x1", x, row.one(), 1, 1, 0),
                net.convRelu(at + "3x3", three, row.three(), 3, 1, 1),
                net.convRelu(at + "5x5", five, row.five(), 5, 1, 2),
                net.convRelu(at + "pool_proj", pool, row.pool(), 1, 1, 0));
    }

    private void auxiliaryHead(String at, Value x, int classes) {
        Value y = net.convRelu(at + "/conv", net.meanPool(at + "/pool", x, 5, 3, 0), 128, 1, 1, 0);
        y = net.relu(at + "/fc_relu", net.linear(at + "/fc", net.flatten(at + "/flatten", y), 1024));
        outputs.add(net.softmax(at + "/prob", net.linear(at + "/classifier", net.dropout(at + "/drop", y), classes)));
    }
}
