package dev.toeplitz.graph.work;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** Skeletons of well-known networks, one channel wide: filters, strides and paths as in the papers. */
final class Networks {
    private final GraphBuilder builder = new GraphBuilder("skeleton");
    private int layers;

    Value input(int size) {
        return builder.input("x", TensorType.float32(1, 1, size, size));
    }

    Value conv(Value x, int filter, int stride, int padding) {
        layers++;
        Value w = builder.weight("w" + layers, 1, 1, filter, filter);
        return builder.node("conv" + layers, Conv.square(filter, stride, padding, 1), x, w);
    }

    Value pool(Value x, int filter, int stride, int padding) {
        return builder.node("pool" + ++layers, Pool.max(filter, stride, padding, false), x);
    }

    Value node(String name, Operator operator, Value... inputs) {
        return builder.node(name, operator, inputs);
    }

    Value weight(String name, int... extents) {
        return builder.weight(name, extents);
    }

    Graph upTo(Value... outputs) {
        List.of(outputs).forEach(builder::output);
        return builder.build();
    }

    static Graph alexNet() {
        Networks net = new Networks();
        Value x = net.pool(net.conv(net.input(227), 11, 4, 0), 3, 2, 0);
        x = net.pool(net.conv(x, 5, 1, 2), 3, 2, 0);
        x = net.conv(net.conv(net.conv(x, 3, 1, 1), 3, 1, 1), 3, 1, 1);
        return net.upTo(x, net.pool(x, 3, 2, 0));
    }

    static Graph vgg16() {
        Networks net = new Networks();
        Value x = net.input(224);
        Value last = x;
        for (int convolutions : new int[] {2, 2, 3, 3, 3}) {
            for (int i = 0; i < convolutions; i++) {
                x = net.conv(x, 3, 1, 1);
            }
            last = x;
            x = net.pool(x, 2, 2, 0);
        }
        return net.upTo(last, x);
    }

    /** {@code strideFirst}: the original's stride on the first 1×1, not on the 3×3 (v1.5). */
    static Graph resNet(boolean bottleneck, boolean strideFirst, int... blocks) {
        Networks net = new Networks();
        Value x = net.pool(net.conv(net.input(224), 7, 2, 3), 3, 2, 1);
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                Value body = bottleneck
                        ? net.bottleneck(x, stride, strideFirst)
                        : net.conv(net.conv(x, 3, stride, 1), 3, 1, 1);
                Value shortcut = stride == 2 ? net.conv(x, 1, 2, 0) : x;
                x = net.node(
                        "relu" + stage + "." + block,
                        new Relu(),
                        net.node("add" + stage + "." + block, new Add(), shortcut, body));
            }
        }
        return net.upTo(x);
    }

    private Value bottleneck(Value x, int stride, boolean strideFirst) {
        Value narrow = conv(x, 1, strideFirst ? stride : 1, 0);
        return conv(conv(narrow, 3, strideFirst ? 1 : stride, 1), 1, 1, 0);
    }

    static Graph mobileNet() {
        Networks net = new Networks();
        Value x = net.conv(net.input(224), 3, 2, 1);
        for (int stride : new int[] {1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1}) {
            x = net.conv(net.conv(x, 3, stride, 1), 1, 1, 0);
        }
        return net.upTo(x);
    }
}
