package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.step.Window;
import java.util.List;

/**
 * The words that Inception-like networks are written in: modules of parallel branches of normalised convolutions. Layers
 * are numbered within their module.
 */
final class Branches {
    private final Net net;
    /** Whether convolutions keep a bias in front of their batch normalisation, as some released definitions do. */
    private final boolean biases;

    private String module = "stem";
    private int layer;

    Branches(Net net, boolean biases) {
        this.net = net;
        this.biases = biases;
    }

    /** Begins a module; its layers carry its name. */
    void module(String name) {
        module = name;
        layer = 0;
    }

    private String next(String kind) {
        layer++;
        return "%s/%s%d".formatted(module, kind, layer);
    }

    /** Square and unpadded. */
    Value conv(Value x, int channels, int filter, int stride) {
        return conv(x, channels, filter, filter, stride, 0, 0);
    }

    Value one(Value x, int channels) {
        return conv(x, channels, 1, 1);
    }

    /** Stride 1, padded so that the size stays. */
    Value same(Value x, int channels, int rows, int cols) {
        return conv(x, channels, rows, cols, 1, rows / 2, cols / 2);
    }

    Value conv(Value x, int channels, int rows, int cols, int stride, int rowPadding, int colPadding) {
        String name = next("conv");
        Conv conv = new Conv(List.of(Window.of(rows, stride, rowPadding), Window.of(cols, stride, colPadding)), 1);
        return net.relu(name + "_relu", net.bn(name + "_bn", net.conv(name, x, channels, conv, biases)));
    }

    /** Without normalisation and activation, with bias. */
    Value linear(Value x, int channels) {
        return net.conv(next("linear"), x, channels, 1, 1, 0);
    }

    Value max(Value x) {
        return net.maxPool(next("max"), x, 3, 2, 0);
    }

    Value maxCeil(Value x) {
        return net.maxPoolCeil(next("max"), x, 3, 2);
    }

    /** 3 × 3 of stride 1. */
    Value maxSame(Value x) {
        return net.maxPool(next("max"), x, 3, 1, 1);
    }

    /** 3 × 3 of stride 1. */
    Value meanSame(Value x) {
        return net.meanPool(next("mean"), x, 3, 1, 1);
    }

    Value concat(Value... branches) {
        return net.concat(next("concat"), branches);
    }

    /** x + branch, and a rectifier. */
    Value residual(Value x, Value branch) {
        return net.relu(next("relu"), net.add(next("add"), x, branch));
    }
}
