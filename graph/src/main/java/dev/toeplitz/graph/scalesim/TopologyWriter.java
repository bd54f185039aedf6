package dev.toeplitz.graph.scalesim;

import dev.toeplitz.graph.scalesim.Row.Convolution;
import dev.toeplitz.graph.scalesim.Row.Product;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A topology's text. Lines end in a comma, without which SCALE-Sim loses the last number. */
final class TopologyWriter {
    private static final String PRODUCTS = "Layer, M, N, K,\n";
    private static final String CONVOLUTIONS =
            "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\n";

    private TopologyWriter() {}

    static String write(Topology topology) {
        boolean products = !topology.rows().isEmpty() && topology.rows().getFirst() instanceof Product;
        return (products ? PRODUCTS : CONVOLUTIONS)
                + topology.rows().stream().map(TopologyWriter::line).collect(Collectors.joining());
    }

    /** The batch and the stride's second number, which not every version reads, stand only where they say something. */
    private static String line(Row row) {
        return switch (row) {
            case Product(String name, int m, int n, int k, int batch) when batch == 1 -> line(name, m, n, k);
            case Product(String name, int m, int n, int k, int batch) -> line(name, m, n, k, batch);
            case Convolution c
            when c.strideHeight() == c.strideWidth() ->
                line(
                        c.name(),
                        c.height(),
                        c.width(),
                        c.filterHeight(),
                        c.filterWidth(),
                        c.channels(),
                        c.filters(),
                        c.strideHeight());
            case Convolution c ->
                line(
                        c.name(),
                        c.height(),
                        c.width(),
                        c.filterHeight(),
                        c.filterWidth(),
                        c.channels(),
                        c.filters(),
                        c.strideHeight(),
                        c.strideWidth());
        };
    }

    private static String line(Object... fields) {
        return Stream.of(fields).map(String::valueOf).collect(Collectors.joining(", ", "", ",\n"));
    }
}
