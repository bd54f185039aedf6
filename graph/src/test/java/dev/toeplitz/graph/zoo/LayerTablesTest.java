package dev.toeplitz.graph.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.work.MatrixWork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each convolution, fully connected layer and pooling of a network is one of the paper's table, and the other way round. */
class LayerTablesTest {
    /** Elements that come in and go out, elements of the constant that is contracted with, MACs. */
    private record Row(long input, long output, long weights, long macs) {}

    private record Line(String network, String kind, Row row, int times) {
        Stream<Row> rows() {
            return Collections.nCopies(times, row).stream();
        }
    }

    private static final List<Line> TABLES = read();

    private static List<Line> read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                LayerTablesTest.class.getResourceAsStream("layers.csv"), StandardCharsets.UTF_8))) {
            return lines.lines().skip(2).map(LayerTablesTest::line).toList();
        } catch (IOException e) {
            throw new IllegalStateException("layers.csv cannot be read", e);
        }
    }

    private static Line line(String text) {
        String[] fields = text.split(",");
        Row row =
                new Row(elements(fields[2]), elements(fields[3]), Long.parseLong(fields[4]), Long.parseLong(fields[6]));
        return new Line(fields[0], fields[1], row, Integer.parseInt(fields[7]));
    }

    private static long elements(String shape) {
        return Arrays.stream(shape.split("x")).mapToLong(Long::parseLong).reduce(1, Math::multiplyExact);
    }

    /** All but those whose partial connections are several convolutions here and one layer there. */
    static Stream<String> networks() {
        return TABLES.stream()
                .map(Line::network)
                .distinct()
                .filter(name -> !List.of("lenet1989", "lenet5").contains(name));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void contractionsAreThoseOfTheTable(String network) {
        Graph graph = Networks.named(network).build();
        List<Row> rows = graph.nodes().stream()
                .flatMap(node -> contraction(graph, node).stream())
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected(network, "contraction"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void poolingsAreThoseOfTheTable(String network) {
        List<Row> rows = Networks.named(network).build().nodes().stream()
                .filter(LayerTablesTest::pools)
                .map(node -> new Row(
                        elements(node.inputs().getFirst()),
                        elements(node.outputs().getFirst()),
                        0,
                        0))
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected(network, "pool"));
    }

    private static List<Row> expected(String network, String kind) {
        return TABLES.stream()
                .filter(line -> line.network.equals(network) && line.kind.equals(kind))
                .flatMap(Line::rows)
                .toList();
    }

    private static Optional<Row> contraction(Graph graph, Node node) {
        List<Step> steps = node.definition().steps();
        return steps.getFirst() instanceof Contract step ? Optional.of(row(graph, node, step)) : Optional.empty();
    }

    private static Row row(Graph graph, Node node, Contract step) {
        Value weight = node.inputs().get(step.right().operand());
        assertThat(graph.isConstant(weight)).as(node.name()).isTrue();
        Value input = node.inputs().get(step.left().operand());
        long macs = MatrixWork.of(step).macs();
        return new Row(elements(input), step.result().elements(), elements(weight), macs);
    }

    private static boolean pools(Node node) {
        List<Step> steps = node.definition().steps();
        return steps.size() == 1 && steps.getFirst() instanceof Reduce;
    }

    private static long elements(Value value) {
        return value.type().elements();
    }
}
