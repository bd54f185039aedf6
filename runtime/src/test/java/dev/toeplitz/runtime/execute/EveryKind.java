package dev.toeplitz.runtime.execute;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.GlobalPool;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.op.Lrn;
import dev.toeplitz.graph.op.Pad;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Softmax;
import dev.toeplitz.graph.op.Split;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.op.Transpose;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import java.util.List;

/** Every kind of step, and most operators that networks are made of, in a few small tensors. */
final class EveryKind {
    private EveryKind() {}

    static Graph graph() {
        GraphBuilder graph = new GraphBuilder("every kind");
        Value x = graph.input("x", TensorType.float32(2, 4, 7, 6));
        Value conv =
                graph.node("conv", Conv.square(3, 2, 1, 2), x, graph.weight("w", 6, 2, 3, 3), graph.weight("b", 6));
        Value normal = graph.node(
                "bn",
                new BatchNorm(1e-5),
                conv,
                graph.weight("gamma", 6),
                graph.weight("beta", 6),
                graph.weight("bn.mean", 6),
                graph.weight("variance", 6));
        Value relu = graph.node("relu", new Relu(), normal);
        Value lrn = graph.node("lrn", new Lrn(5, 1e-2, 0.75, 1), relu);
        Value max = graph.node("max", Pool.max(3, 1, 1, false), lrn);
        Value mean = graph.node(
                "mean", new Pool(Fold.MEAN, List.of(Window.of(2, 1, 1), Window.of(3, 2, 1)), true, true), relu);
        Value padded = graph.node("pad", new Pad(Pad.Mode.REFLECT, List.of(0, 0, 1, 2), List.of(0, 0, 2, 1), 0), max);
        List<Value> parts = graph.node("split", new Split(1, List.of(2, 4)), List.of(padded));
        Value joined = graph.node("concat", new Concat(1), parts.get(1), parts.get(0), padded);
        Value turned = graph.node("transpose", new Transpose(List.of(0, 2, 3, 1)), joined);
        Value tanh = graph.node("tanh", new Tanh(), turned);
        Value pooled = graph.node("global", new GlobalPool(Fold.MEAN), mean);
        Value flat = graph.node("flat", new Reshape(Shape.of(2, 6)), pooled);
        Value fc = graph.node("fc", new Linear(), flat, graph.weight("fc.w", 5, 6), graph.weight("fc.b", 5));
        graph.output(graph.node("prob", new Softmax(1, 1), fc));
        graph.output(graph.node("sum", new Add(), tanh, tanh));
        return RandomWeights.fill(graph.build(), 11);
    }
}
