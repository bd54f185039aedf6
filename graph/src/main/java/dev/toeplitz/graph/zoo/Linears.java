package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.MatMul;

/** The lectures' first examples: classifiers without a convolution. */
final class Linears {
    private Linears() {}

    /** One fully connected layer from pixels to classes. */
    static Graph classifier(Setting setting) {
        Net net = new Net(setting);
        return net.endingIn(net.linear("fc", net.flatten("flatten", net.input()), setting.classes()));
    }

    /** Two hidden layers of 512 with dropout, as they are trained on MNIST; the lectures give no sizes. */
    static Graph perceptron(Setting setting) {
        Net net = new Net(setting);
        Value x = net.flatten("flatten", net.input());
        for (int layer = 1; layer <= 2; layer++) {
            x = net.dropout("drop" + layer, net.relu("relu" + layer, net.linear("fc" + layer, x, 512)));
        }
        return net.endingIn(net.softmax("prob", net.linear("fc3", x, setting.classes())));
    }

    /** A fully connected layer without bias on a whole image: what convolution saves. */
    static Graph example(Setting setting) {
        Net net = new Net(setting);
        Value x = net.flatten("flatten", net.input());
        return net.endingIn(
                net.node("fc", new MatMul(), x, net.weight("fc.weight", Net.channels(x), setting.classes())));
    }
}
