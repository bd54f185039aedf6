package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.work.LectureRow;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Memory;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.graph.work.Totals;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.graph.zoo.Lectures;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import dev.toeplitz.reports.terminal.Clean;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the UT Dallas lecture notes (2019) tabulate, beside what is so. */
final class LectureText {
    private static final double FLOAT32_BYTES = 4;

    private LectureText() {}

    /** A network layer by layer as the notes count; the two columns on the right are the true figures. */
    static String write(NetworkSource source) {
        Graph graph = source.loadAs(Lectures::tabulated).graph();
        Map<String, Node> nodes = new HashMap<>();
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        Table table = new Table(
                "layer",
                "operator",
                ">operations",
                ">in map",
                ">parameter",
                ">out map",
                ">all mem",
                "|",
                ">true MACs",
                ">true parameters");
        List<LectureRow> rows = LectureRow.of(graph);
        for (LectureRow row : rows) {
            Node node = nodes.get(row.layer());
            table.row(
                    Clean.text(row.layer(), 32),
                    row.operator(),
                    figure(row.operations()),
                    figure(row.input()),
                    figure(row.parameters()),
                    figure(row.output()),
                    figure(row.memory()),
                    "|",
                    node == null ? "" : figure(macs(node)),
                    node == null
                            ? ""
                            : figure(Parameters.of(graph, List.of(node)).trainable()));
        }
        return table + totals(graph, rows);
    }

    private static long macs(Node node) {
        return node.definition().steps().stream()
                .flatMap(step -> Work.of(step).stream())
                .mapToLong(work -> work instanceof MatrixWork matrix ? matrix.macs() : 0)
                .sum();
    }

    private static String totals(Graph graph, List<LectureRow> rows) {
        return "as the lectures count: %s operations, %s parameters, %s elements of feature maps\n"
                        .formatted(
                                figure(rows.stream()
                                        .mapToLong(LectureRow::operations)
                                        .sum()),
                                figure(rows.stream()
                                        .mapToLong(LectureRow::parameters)
                                        .sum()),
                                figure(rows.stream()
                                        .mapToLong(LectureRow::output)
                                        .sum()))
                + "true: " + truth(graph)
                + variants(graph.name())
                + """
                The lectures count a bias add as a MAC, hold a bias for each output element among the parameters, and take one
                operation an element for a nonlinearity, F x F an output for pooling, 2 n - 1 an element for normalisation.
                """;
    }

    /** Where the notes tabulate one network under the name of others, those others. */
    private static String variants(String tabulated) {
        StringBuilder text = new StringBuilder();
        for (String name : Networks.names()) {
            if (!name.equals(tabulated) && Lectures.tabulated(name).equals(tabulated)) {
                text.append("%s, of which the lectures tabulate %s: %s"
                        .formatted(name, tabulated, truth(Networks.load(name, Options.USUAL))));
            }
        }
        return text.toString();
    }

    private static String truth(Graph graph) {
        Totals totals = Totals.of(graph);
        return "%s parameters, %s MACs\n".formatted(figure(totals.parameters().trainable()), figure(totals.macs()));
    }

    /** The table that closes the notes, with the three columns that they leave blank. */
    static String accuracies() {
        Table table = new Table(
                "network", "name here", ">top 1", ">top 5", ">param mem", ">MB", ">feature mem", ">MB", ">MACs");
        for (Lectures.Row row : Lectures.accuracies()) {
            Graph graph = Networks.load(row.network(), Options.USUAL);
            Totals totals = Totals.of(graph);
            long parameters = totals.parameters().trainable();
            long features = Memory.inElements(graph).lectureSum();
            table.row(
                    row.title(),
                    row.network(),
                    String.format(Locale.ROOT, "%.2f", row.top1()),
                    String.format(Locale.ROOT, "%.2f", row.top5()),
                    figure(parameters),
                    megabytes(parameters),
                    figure(features),
                    megabytes(features),
                    figure(totals.macs()));
        }
        return table + """
            Accuracies in percent on ImageNet as the UT Dallas lecture notes (2019) list them; memory in elements, and in 10^6
            bytes at four bytes each: of features the input and what convolutions, poolings and fully connected layers make.
            """;
    }

    private static String figure(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String megabytes(long elements) {
        return String.format(Locale.ROOT, "%.2f", elements * FLOAT32_BYTES / 1e6);
    }
}
