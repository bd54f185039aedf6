package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Renumbering;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.work.Layers;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Nodes that run as one, and what they compute together: their definitions one after the other, of the values that come in
 * from outside.
 *
 * @param definition its inputs are {@code inputs}, its outputs {@code outputs}
 */
public record Stage(List<Node> nodes, List<Value> inputs, List<Value> outputs, Definition definition) {
    public Stage {
        nodes = List.copyOf(nodes);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** A graph's stages in the order in which they run. */
    static List<Stage> of(Graph graph, boolean fused) {
        List<List<Node>> groups = fused
                ? Layers.chained(graph)
                : graph.nodes().stream().map(List::of).toList();
        return groups.stream().map(Stage::of).toList();
    }

    private static Stage of(List<Node> nodes) {
        Set<Value> made =
                nodes.stream().flatMap(node -> node.outputs().stream()).collect(Collectors.toSet());
        Set<Value> read = new LinkedHashSet<>();
        nodes.forEach(node ->
                node.inputs().stream().filter(value -> !made.contains(value)).forEach(read::add));
        List<Value> inputs = List.copyOf(read);
        Map<Value, Integer> numbers = new HashMap<>();
        inputs.forEach(value -> numbers.put(value, numbers.size()));
        List<Step> steps = new ArrayList<>();
        for (Node node : nodes) {
            append(node, inputs.size(), numbers, steps);
        }
        List<Value> outputs = nodes.getLast().outputs();
        return new Stage(
                nodes,
                inputs,
                outputs,
                new Definition(
                        inputs.size(), steps, outputs.stream().map(numbers::get).toList()));
    }

    private static void append(Node node, int inputs, Map<Value, Integer> numbers, List<Step> steps) {
        Definition definition = defined(node);
        List<Integer> values =
                new ArrayList<>(node.inputs().stream().map(numbers::get).toList());
        for (Step step : definition.steps()) {
            values.add(inputs + steps.size());
            steps.add(Renumbering.of(step, values::get, inputs + steps.size()));
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            numbers.put(node.outputs().get(i), values.get(definition.outputs().get(i)));
        }
    }

    private static Definition defined(Node node) {
        try {
            return node.definition().unrolled();
        } catch (InputException e) {
            throw e.at(Node.place(node.name(), node.operator()));
        }
    }

    /** The first node's name. */
    public String name() {
        return nodes.getFirst().name();
    }

    /** The operators in order, as {@code Conv + BatchNorm + Relu}. */
    public String operators() {
        return nodes.stream().map(node -> node.operator().name()).collect(Collectors.joining(" + "));
    }
}
