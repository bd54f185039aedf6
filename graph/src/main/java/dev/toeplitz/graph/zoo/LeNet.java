package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.Cast;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Pad;
import dev.toeplitz.graph.op.Slice;
import dev.toeplitz.graph.op.Slice.Range;
import dev.toeplitz.graph.op.Split;
import dev.toeplitz.graph.op.Sub;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.DataType;
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
     * LeCun et al. 1989, Backpropagation applied to handwritten zip code recognition: filters are shared, biases are not, so
     * that each unit has its own. Beyond the map lies the background, −1. Each map of H2 reads eight of H1's twelve; the paper
     * does not say which, so here four maps share eight neighbours in a ring.
     */
    static Graph lenet1989(Setting setting) {
        Net net = new Net(setting);
        Value x = net.bareConv("H1", background(net, "H1_border", net.input()), 12, 5, 2, 0, 1);
        List<Value> fours = net.nodes(
                "H1_fours", new Split(1, List.of(4, 4, 4)), background(net, "H2_border", unitwise(net, "H1", x)));
        Value[] maps = new Value[3];
        for (int i = 0; i < maps.length; i++) {
            Value eight = net.concat("H1_eight_" + i, fours.get(i), fours.get((i + 1) % 3));
            maps[i] = net.bareConv("H2_" + i, eight, 4, 5, 2, 0, 1);
        }
        x = net.vectorise("flatten", unitwise(net, "H2", net.concat("H2", maps)), 4, 4);
        x = net.node("H3_tanh", new Tanh(), net.linear("H3", x, 30));
        return net.endingIn(net.node("output_tanh", new Tanh(), net.linear("output", x, setting.classes())));
    }

    private static Value background(Net net, String name, Value x) {
        return net.node(name, new Pad(Pad.Mode.CONSTANT, List.of(0, 0, 1, 1), List.of(0, 0, 2, 2), -1), x);
    }

    private static Value unitwise(Net net, String name, Value x) {
        Shape s = x.type().shape();
        Value biases = net.weight(name + ".bias", s.at(1), s.at(2), s.at(3));
        return net.node(name + "_tanh", new Tanh(), net.node(name + "_bias", new Add(), x, biases));
    }

    /**
     * Up to F6, whose 84 values the paper compares with fixed code words; that comparison has nothing to learn and is left
     * out. Sub-sampling layers learn a scale and an offset for each map.
     */
    static Graph lenet5(Setting setting) {
        Net net = new Net(setting);
        return net.endingIn(features(net, setting.classes()));
    }

    /**
     * With the output layer of radial basis functions: for each digit the squared distance of F6 from a fixed code, a drawing
     * of the digit on 7 × 12. The paper prints its drawings in figure 3; ours have the same size, and nothing is learnt there.
     */
    static Graph lenet5WithCodes(Setting setting) {
        Net net = new Net(setting);
        int classes = setting.classes();
        Value x = features(net, Digits.PIXELS);
        Value codes = net.node("codes", new Cast(DataType.FLOAT32), net.given("digits", Digits.codes(classes)));
        int batch = x.type().shape().at(0);
        Value apart = net.node("distance", new Sub(), net.reshape("F6_row", x, batch, 1, Digits.PIXELS), codes);
        Value rows = net.reshape("distance_row", apart, batch, classes, 1, Digits.PIXELS);
        Value cols = net.reshape("distance_col", apart, batch, classes, Digits.PIXELS, 1);
        return net.endingIn(net.reshape("output", net.node("square", new MatMul(), rows, cols), batch, classes));
    }

    private static Value features(Net net, int features) {
        Value x = net.node("C1_tanh", new Tanh(), net.conv("C1", net.input(), 6, 5, 1, 0));
        x = subSample(net, "S2", x);
        x = net.node("C3_tanh", new Tanh(), partlyConnected(net, x));
        x = subSample(net, "S4", x);
        x = net.node("C5_tanh", new Tanh(), net.conv("C5", x, 120, 5, 1, 0));
        x = net.linear("F6", net.vectorise("flatten", x, 1, 1), features);
        return net.node("F6_tanh", new Tanh(), x);
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
    static Graph caffe(Setting setting) {
        Net net = new Net(setting);
        Value x = net.maxPoolCeil("pool1", net.conv("conv1", net.input(), 20, 5, 1, 0), 2, 2);
        x = net.maxPoolCeil("pool2", net.conv("conv2", x, 50, 5, 1, 0), 2, 2);
        x = net.relu("relu1", net.linear("ip1", net.vectorise("flatten", x, 4, 4), 500));
        return net.endingIn(net.softmax("prob", net.linear("ip2", x, setting.classes())));
    }
}
