package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.op.Slice.Range;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** LeCun et al. 1998, Gradient-based learning applied to document recognition; and the variant that frameworks teach. */
final class LeNet {
    /** Table I of the paper: which of the six maps of S2 each of the sixteen maps of C3 reads. */
    private static final int[][] C3_READS = {
        {0, 1, 2},
        {1, 2, 3},
        {2, 3, 4},
        {3, 4, 5},
        {0, 4, 5},
        {0, 1, 5},
        {0, 1, 2, 3},
        {1, 2, 3, 4},
        {2, 3, 4, 5},
        {0, 3, 4, 5},
        {0, 1, 4, 5},
        {0, 1, 2, 5},
        {0, 1, 3, 4},
        {1, 2, 4, 5},
        {0, 2, 3, 5},
        {0, 1, 2, 3, 4, 5}
    };

    private LeNet() {}

    /**
     * Up to F6, whose 84 values the paper compares with fixed code words; that comparison has nothing to learn and is left
     * out. Sub-sampling layers learn a scale and an offset for each map.
     */
    static Graph lenet5(Shape input, int features) {
        Net net = new Net("lenet5", input);
        Value x = net.node("C1_tanh", new Tanh(), net.conv("C1", net.input(), 6, 5, 1, 0));
        x = subSample(net, "S2", x);
        x = net.node("C3_tanh", new Tanh(), partlyConnected(net, x));
        x = subSample(net, "S4", x);
        x = net.node("C5_tanh", new Tanh(), net.conv("C5", x, 120, 5, 1, 0));
        x = net.linear("F6", net.flatten("flatten", x), features);
        return net.endingIn(net.node("F6_tanh", new Tanh(), x));
    }

    private static Value subSample(Net net, String name, Value x) {
        int maps = Net.channels(x);
        Value mean = net.meanPool(name, x, 2, 2, 0);
        Value scaled = net.node(name + "_scale", new Mul(), mean, net.weight(name + ".scale", maps, 1, 1));
        return net.node(
                name + "_tanh",
                new Tanh(),
                net.node(name + "_offset", new Add(), scaled, net.weight(name + ".offset", maps, 1, 1)));
    }

    private static Value partlyConnected(Net net, Value x) {
        Value[] maps = new Value[6];
        for (int map = 0; map < maps.length; map++) {
            maps[map] = map(net, x, map);
        }
        Value[] outputs = new Value[C3_READS.length];
        for (int map = 0; map < outputs.length; map++) {
            Value[] read = Arrays.stream(C3_READS[map]).mapToObj(i -> maps[i]).toArray(Value[]::new);
            outputs[map] = net.conv("C3_" + map, net.concat("C3_in_" + map, read), 1, 5, 1, 0);
        }
        return net.concat("C3", outputs);
    }

    private static Value map(Net net, Value x, int map) {
        Shape shape = x.type().shape();
        List<Range> ranges = List.of(
                new Range(0, shape.at(0), 1),
                new Range(map, 1, 1),
                new Range(0, shape.at(2), 1),
                new Range(0, shape.at(3), 1));
        return net.node("S2_map_" + map, new Slice(ranges), x);
    }

    /** Caffe's MNIST example: 20 and 50 maps, maximum pooling, a rectifier after the first fully connected layer only. */
    static Graph caffe(Shape input, int classes) {
        Net net = new Net("lenet-caffe", input);
        Value x = net.maxPoolCeil("pool1", net.conv("conv1", net.input(), 20, 5, 1, 0), 2, 2);
        x = net.maxPoolCeil("pool2", net.conv("conv2", x, 50, 5, 1, 0), 2, 2);
        x = net.relu("relu1", net.linear("ip1", net.flatten("flatten", x), 500));
        return net.endingIn(net.softmax("prob", net.linear("ip2", x, classes)));
    }
}
