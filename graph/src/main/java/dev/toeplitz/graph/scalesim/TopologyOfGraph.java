package dev.toeplitz.graph.scalesim;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.scalesim.Row.Convolution;
import dev.toeplitz.graph.scalesim.Row.Product;
import dev.toeplitz.graph.scalesim.Topology.Form;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The matrix work of a graph as a table; vector work and moves have no lines. What a line of convolutions cannot say (batches,
 * dilation, unequal strides, three axes, other products) is the line of its matrix product, in the form that SCALE-Sim itself
 * gives one: a map of M × K under N filters of 1 × K.
 */
final class TopologyOfGraph {
    private TopologyOfGraph() {}

    static Topology of(Graph graph, Form form) {
        List<Row> rows = graph.nodes().stream()
                .flatMap(node -> rows(node, form).stream())
                .toList();
        Require.that(
                !rows.isEmpty(),
                "'%s' has no matrix work".formatted(graph.name()),
                "a convolution or a product",
                "SCALE-Sim models nothing else");
        return new Topology(graph.name(), rows);
    }

    private static List<Row> rows(Node node, Form form) {
        if (form == Form.CONVOLUTIONS && node.operator() instanceof Conv conv && fits(conv, node)) {
            return convolutions(conv, node);
        }
        List<MatrixWork> works = node.definition().steps().stream()
                .flatMap(step -> Work.of(step).stream())
                .filter(MatrixWork.class::isInstance)
                .map(MatrixWork.class::cast)
                .toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < works.size(); i++) {
            String name = name(node) + (i == 0 ? "" : "_" + (i + 1));
            rows.addAll(products(name, works.get(i), form));
        }
        return rows;
    }

    private static boolean fits(Conv conv, Node node) {
        boolean plain = conv.windows().stream().allMatch(window -> window.dilation() == 1);
        boolean sameStride =
                conv.windows().stream().map(Window::stride).distinct().count() == 1;
        return plain && sameStride && conv.windows().size() <= 2 && input(node).at(0) == 1;
    }

    private static Shape input(Node node) {
        return node.inputs().getFirst().type().shape();
    }

    /** One line, or of groups with several channels one each. */
    private static List<Row> convolutions(Conv conv, Node node) {
        int share = input(node).at(1) / conv.groups();
        int filters = node.outputs().getFirst().type().shape().at(1) / conv.groups();
        if (conv.groups() == 1) {
            return List.of(convolution(name(node), conv, node, share, filters, false));
        }
        if (share == 1) {
            String name = name(node) + "_" + TopologyReader.DEPTHWISE;
            return List.of(convolution(name, conv, node, conv.groups(), filters, true));
        }
        return IntStream.range(0, conv.groups())
                .<Row>mapToObj(group ->
                        convolution("%s_group%d".formatted(name(node), group), conv, node, share, filters, false))
                .toList();
    }

    /** The map is as large as what the windows cover, padding within: SCALE-Sim would round a larger one up. */
    private static Convolution convolution(
            String name, Conv conv, Node node, int channels, int filters, boolean depthwise) {
        Shape y = node.outputs().getFirst().type().shape();
        Window col = conv.windows().getLast();
        boolean flat = conv.windows().size() == 1;
        Window row =
                flat ? new Window(1, col.stride(), 1, 0, 0) : conv.windows().getFirst();
        return new Convolution(
                name,
                covered(row, flat ? 1 : y.at(2)),
                covered(col, y.at(-1)),
                row.size(),
                col.size(),
                channels,
                filters,
                row.stride(),
                col.stride(),
                depthwise);
    }

    private static int covered(Window window, int positions) {
        return (positions - 1) * window.stride() + window.size();
    }

    /** A line for each group: a batch of products is read by the newest version only, and by others left unread. */
    private static List<Row> products(String name, MatrixWork work, Form form) {
        int m = Math.toIntExact(work.m());
        int n = Math.toIntExact(work.n());
        int k = Math.toIntExact(work.k());
        return IntStream.range(0, Math.toIntExact(work.groups()))
                .mapToObj(group -> work.groups() == 1 ? name : "%s_group%d".formatted(name, group))
                .<Row>map(each -> switch (form) {
                    case PRODUCTS -> new Product(each, m, n, k, 1);
                    case CONVOLUTIONS -> new Convolution(each, m, k, 1, k, 1, n, 1, 1, false);
                })
                .toList();
    }

    /** Without what would part the line, or make a layer depthwise that is not. */
    private static String name(Node node) {
        String name = node.name().replaceAll("[,\\p{Cntrl}]+", "_").strip().replace(TopologyReader.DEPTHWISE, "D-P");
        return name.isEmpty() ? "layer" : name;
    }
}
