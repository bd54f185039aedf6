package dev.toeplitz.graph.zoo;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;

/** Simonyan and Zisserman 2014: table 1, columns A to E. Each column is five stages of convolutions, each then halved. */
enum Vgg {
    A("64  M  128  M  256 256  M  512 512  M  512 512  M"),
    A_LRN("64 N  M  128  M  256 256  M  512 512  M  512 512  M"),
    B("64 64  M  128 128  M  256 256  M  512 512  M  512 512  M"),
    C("64 64  M  128 128  M  256 256 256/1  M  512 512 512/1  M  512 512 512/1  M"),
    D("64 64  M  128 128  M  256 256 256  M  512 512 512  M  512 512 512  M"),
    E("64 64  M  128 128  M  256 256 256 256  M  512 512 512 512  M  512 512 512 512  M");

    private final String column;

    Vgg(String column) {
        this.column = column;
    }

    Graph build(Setting setting) {
        Net net = new Net(setting);
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
        return AlexNet.classifier(net, net.vectorise("flatten", x, 7, 7), setting.classes());
    }

    /** Channels, 3 × 3 unless {@code /1} says otherwise. */
    private static Value layer(Net net, String name, Value x, String word) {
        String[] parts = word.split("/");
        int filter = parts.length == 1 ? 3 : Integer.parseInt(parts[1]);
        return net.convRelu(name, x, Integer.parseInt(parts[0]), filter, 1, filter / 2);
    }
}
