package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;
import java.util.List;

/**
 * He et al. 2015, section 4.2: 6 n + 2 layers for CIFAR, with shortcuts that have no parameters (option A: every other pixel,
 * zeros in the new channels); and the plain networks without shortcuts.
 */
final class CifarResNet {
    private CifarResNet() {}

    static Graph build(Setting setting, int depth, boolean shortcuts) {
        Net net = new Net(setting);
        Value x = net.convBnRelu("conv1", net.input(), 16, 3, 1, 1);
        for (int stage = 0; stage < 3; stage++) {
            for (int i = 0; i < (depth - 2) / 6; i++) {
                int stride = i == 0 && stage > 0 ? 2 : 1;
                x = block(net, "conv%d_%d".formatted(stage + 2, i + 1), x, 16 << stage, stride, shortcuts);
            }
        }
        return net.endingIn(net.head(x, setting.classes()));
    }

    private static Value block(Net net, String at, Value x, int width, int stride, boolean shortcuts) {
        Value y = net.convBn(at + "b", net.convBnRelu(at + "a", x, width, 3, stride, 1), width, 3, 1, 1, 1);
        if (!shortcuts) {
            return net.relu(at + "_relu", y);
        }
        Value shortcut = stride == 1 ? x : optionA(net, at, x, width);
        return net.relu(at + "_relu", net.add(at + "_add", y, shortcut));
    }

    private static Value optionA(Net net, String at, Value x, int width) {
        Shape shape = x.type().shape();
        List<Integer> added = List.of(0, width - shape.at(1), 0, 0);
        return net.padded(at + "_zeros", net.everyOther(at + "_subsample", x), List.of(0, 0, 0, 0), added);
    }
}
