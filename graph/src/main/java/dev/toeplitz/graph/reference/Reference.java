package dev.toeplitz.graph.reference;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a network computes, in double precision. A tensor is let go as soon as no later node reads it, and weights are read
 * where they lie, a block at a time, so that VGG-19 with random weights runs in a few hundred megabytes.
 */
public final class Reference {
    private Reference() {}

    /** Sees each node as it has run; what it does not keep is let go. */
    @FunctionalInterface
    public interface Observer {
        void ran(Node node, List<Tensor> inputs, List<Tensor> outputs);
    }

    /** The graph's outputs, in their order. */
    public static Map<Value, Tensor> run(Graph graph, Map<Value, Tensor> inputs) {
        return run(graph, inputs, graph.outputs());
    }

    /** The wanted values, in their order: any of the graph. */
    public static Map<Value, Tensor> run(Graph graph, Map<Value, Tensor> inputs, Collection<Value> wanted) {
        Map<Value, Tensor> kept = new HashMap<>(graph.constants());
        kept.putAll(inputs);
        walk(graph, inputs, (node, _, outputs) -> {
            for (int i = 0; i < outputs.size(); i++) {
                if (wanted.contains(node.outputs().get(i))) {
                    kept.put(node.outputs().get(i), outputs.get(i));
                }
            }
        });
        Map<Value, Tensor> results = new LinkedHashMap<>();
        wanted.forEach(value -> results.put(value, kept.get(value)));
        return results;
    }

    /** Runs every node in order and shows each to the observer. */
    public static void walk(Graph graph, Map<Value, Tensor> inputs, Observer observer) {
        graph.inputs().forEach(value -> requireGiven(value, inputs));
        Map<Value, Integer> lastReader = lastReaders(graph);
        Map<Value, Tensor> live = new HashMap<>(inputs);
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            List<Tensor> read = node.inputs().stream()
                    .map(value -> graph.isConstant(value) ? graph.constant(value) : live.get(value))
                    .toList();
            List<Tensor> made = evaluate(node, read);
            observer.ran(node, read, made);
            for (int output = 0; output < made.size(); output++) {
                live.put(node.outputs().get(output), made.get(output));
            }
            int now = i;
            live.keySet().removeIf(value -> lastReader.getOrDefault(value, -1) <= now);
        }
    }

    private static void requireGiven(Value input, Map<Value, Tensor> inputs) {
        Tensor given = inputs.get(input);
        Require.that(
                given != null && given.type().equals(input.type()),
                "input '%s' is %s".formatted(input.name(), given == null ? "not given" : given.type()),
                "a tensor of type " + input.type(),
                "give a tensor for each input of the graph");
    }

    private static Map<Value, Integer> lastReaders(Graph graph) {
        Map<Value, Integer> last = new HashMap<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            int reader = i;
            graph.nodes().get(i).inputs().forEach(value -> last.put(value, reader));
        }
        return last;
    }

    /** The node's outputs for these inputs. */
    public static List<Tensor> evaluate(Node node, List<Tensor> inputs) {
        try {
            return evaluate(node.operator(), inputs);
        } catch (InputException e) {
            throw e.at(Node.place(node.name(), node.operator()));
        }
    }

    /** The operator's outputs for these inputs. */
    public static List<Tensor> evaluate(Operator operator, List<Tensor> inputs) {
        List<TensorType> types = operator.outputs(types(inputs));
        List<double[]> results = evaluate(operator.define(types(inputs)), inputs);
        return IntStream.range(0, types.size())
                .mapToObj(i -> Tensor.of(types.get(i), results.get(i)))
                .toList();
    }

    /** The definition's outputs, row-major. */
    public static List<double[]> evaluate(Definition definition, List<Tensor> inputs) {
        return Tabulated.evaluate(definition, known(inputs).toList());
    }

    /**
     * The operator's outputs and how far from them a device of that precision may be, given exactly these inputs: what it
     * holds must be these doubles, so round them first. Where neither an input nor an output is a floating-point number,
     * bounds are 0.
     */
    public static List<Bounded> bounded(Operator operator, List<Tensor> inputs, Precision precision) {
        List<TensorType> types = types(inputs);
        boolean floats = Stream.concat(types.stream(), operator.outputs(types).stream())
                .anyMatch(type -> type.type().isFloat());
        List<Inexact> exact = known(inputs).map(Inexact::exact).toList();
        return Tabulated.bounded(operator.define(types), exact, floats ? precision : Precision.EXACT);
    }

    /** The same for a definition of several nodes' steps; every input and output is a floating-point number or may pass for one. */
    public static List<Bounded> bounded(Definition definition, List<Tensor> inputs, Precision precision) {
        return Tabulated.bounded(definition, known(inputs).map(Inexact::exact).toList(), precision);
    }

    /**
     * The same where some contractions are carried out by Winograd's algorithm, which rounds more: the bound is that
     * algorithm's.
     */
    public static List<Bounded> bounded(
            Definition definition, List<Tensor> inputs, Precision precision, Map<Contract, Winograd> filtered) {
        return Tabulated.bounded(definition, known(inputs).map(Inexact::exact).toList(), precision, filtered);
    }

    /** The same for inputs that are themselves off by at most their bounds. */
    public static List<Bounded> bounded(
            Operator operator, List<TensorType> types, List<Bounded> inputs, Precision precision) {
        List<Inexact> inexact = IntStream.range(0, types.size())
                .mapToObj(i -> new Inexact(
                        Tensor.of(types.get(i), inputs.get(i).value()),
                        Tensor.of(types.get(i), inputs.get(i).bound())))
                .toList();
        return Tabulated.bounded(operator.define(types), inexact, precision);
    }

    private static List<TensorType> types(List<Tensor> inputs) {
        return inputs.stream().map(Tensor::type).toList();
    }

    /** The same in memory, since elements are read in any order; one that is not known says so. */
    private static Stream<Tensor> known(List<Tensor> inputs) {
        inputs.stream().filter(tensor -> !tensor.known()).forEach(tensor -> tensor.at(0));
        return inputs.stream().map(Tensor::loaded);
    }
}
