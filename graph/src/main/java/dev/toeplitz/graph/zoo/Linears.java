package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.tensor.Shape;

/** The lectures' first examples: classifiers without a convolution. */
final class Linears {
    private Linears() {}

    /** One fully connected layer from pixels to classes. */
    static Graph classifier(Shape input, int classes) {
        Net net = new Net("linear-classifier", input);
        return net.endingIn(net.linear("fc", net.flatten("flatten", net.input()), classes));
    }

    /** A fully connected layer without bias on a whole image: what convolution saves. */
    static Graph example(Shape input, int features) {
        Net net = new Net("fc-example", input);
        Value x = net.flatten("flatten", net.input());
        return net.endingIn(net.node("fc", new MatMul(), x, net.weight("fc.weight", Net.channels(x), features)));
    }
}
