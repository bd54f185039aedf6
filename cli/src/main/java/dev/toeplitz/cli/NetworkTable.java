package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.graph.work.Memory;
import dev.toeplitz.graph.work.Operations;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.graph.work.ReceptiveField;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "show",
        header = "One network, node by node: shapes, parameters, MACs, receptive fields.",
        footer = {
            "",
            "Examples:",
            "  toeplitz networks show resnet50",
            "  toeplitz networks show model.onnx --batch 8",
            "  toeplitz networks show alexnet --convention lectures"
        },
        mixinStandardHelpOptions = true)
final class NetworkTable implements Callable<Integer> {
    /** What counts as an operation and as a parameter. */
    enum Convention {
        ACTUAL,
        LECTURES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private NetworkSource network;

    @Option(
            names = "--convention",
            paramLabel = "CONVENTION",
            description =
                    "How to count: ${COMPLETION-CANDIDATES}. As lectures do shows their table and the true figures.")
    private Convention convention = Convention.ACTUAL;

    @Mixin
    private HintOption hints;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        String text = switch (convention) {
            case ACTUAL -> actual(network.load().graph());
            case LECTURES -> LectureText.write(network);
        };
        terminal.printAlways(text);
        return ExitCode.FINE;
    }

    private String actual(Graph graph) {
        return nodeByNode(graph) + totals(graph) + hints.text(graph);
    }

    private static Table nodeByNode(Graph graph) {
        Map<Value, List<ReceptiveField>> fields = ReceptiveField.of(graph);
        Table table = new Table(
                "node",
                "operator",
                "output",
                ">parameters",
                ">MACs",
                ">vector ops",
                ">scalar ops",
                ">elements",
                "receptive field");
        for (Layer layer : Layers.single(graph)) {
            Node node = layer.nodes().getFirst();
            Value output = node.outputs().getFirst();
            Operations operations = Operations.of(layer.nodes());
            table.row(
                    Clean.text(node.name(), 32),
                    node.operator().name(),
                    output.type().shape(),
                    Units.count(Parameters.of(graph, List.of(node)).trainable()),
                    Units.count(operations.matrix()),
                    Units.count(operations.vector()),
                    Units.count(operations.scalar()),
                    Units.count(output.type().elements()),
                    extents(fields.getOrDefault(output, List.of())));
        }
        return table;
    }

    private static String extents(List<ReceptiveField> fields) {
        return fields.stream().map(field -> "%.0f".formatted(field.size())).collect(Collectors.joining("x"));
    }

    private static String totals(Graph graph) {
        Memory memory = Memory.inElements(graph);
        Operations operations = Operations.of(graph.nodes());
        Parameters parameters = Parameters.of(graph);
        return "%,d parameters, %,d running statistics, %,d MACs%n"
                        .formatted(parameters.trainable(), parameters.statistics(), operations.matrix())
                + "beside them %,d vector operations and %,d scalar ones%n"
                        .formatted(operations.vector(), operations.scalar())
                + "activations in elements: %,d in all, %,d as lectures count them, %,d alive at once at %s%n"
                        .formatted(
                                memory.sumOfAll(),
                                memory.lectureSum(),
                                memory.peak().size(),
                                Clean.text(memory.peak().node().name(), 40));
    }
}
