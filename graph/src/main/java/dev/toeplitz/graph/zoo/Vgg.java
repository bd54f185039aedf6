package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;

/** Simonyan and Zisserman 2014: table 1, columns A to E. Each column is five stages of convolutions, each then halved. */
enum Vgg {
    A("vgg11", "64  M  128  M  256 256  M  512 512  M  512 512  M"),
    A_LRN("vgg11-lrn", "64 N  M  128  M  256 256  M  512 512  M  512 512  M"),
    B("vgg13", "64 64  M  128 128  M  256 256  M  512 512  M  512 512  M"),
    C("vgg16-c", "64 64  M  128 128  M  256 256 256/1  M  512 512 512/1  M  512 512 512/1  M"),
    D("vgg16", "64 64  M  128 128  M  256 256 256  M  512 512 512  M  512 512 512  M"),
    E("vgg19", "64 64  M  128 128  M  256 256 256 256  M  512 512 512 512  M  512 512 512 512  M");

    private final String network;
    private final String column;

    Vgg(String network, String column) {
        this.network = network;
        this.column = column;
    }

    Graph build(Shape input, int classes) {
        Net net = new Net(network, input);
        Value x = net.input();
        int stage = 1;
        int layer = 1;
        for (String word : column.split(" +")) {
            String name = "conv" + stage + "_" + layer;
            switch (word) {
                case "M" -> {
                    x = net.maxPool("pool" + stage, x, 2, 2, 0);
                    stage++;
                    layer = 1;
                }
                case "N" -> x = net.lrn("norm" + stage, x);
                default -> {
                    x = layer(net, name, x, word);
                    layer++;
                }
            }
        }
        return AlexNet.classifier(net, x, classes);
    }

    /** Channels, 3 × 3 unless {@code /1} says otherwise. */
    private static Value layer(Net net, String name, Value x, String word) {
        String[] parts = word.split("/");
        int filter = parts.length == 1 ? 3 : Integer.parseInt(parts[1]);
        return net.convRelu(name, x, Integer.parseInt(parts[0]), filter, 1, filter / 2);
    }
}
