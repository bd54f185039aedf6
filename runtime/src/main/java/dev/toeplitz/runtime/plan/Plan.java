package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph as kernel launches in order, and a buffer for every value. Activations share buffers: one is given to another
 * value when nobody reads its own any more. Weights have a buffer each.
 *
 * @param slotElements how large each shared buffer is, in elements
 * @param slots the shared buffer of each activation
 * @param constants weights that some launch reads
 * @param sumOfActivations elements of all activations, were none shared
 */
public record Plan(
        Graph graph,
        List<PlannedNode> nodes,
        List<Long> slotElements,
        Map<Value, Integer> slots,
        List<Value> constants,
        long sumOfActivations) {
    /** A node's launches, and the shared buffer of each temporary of its definition, by the value's number. */
    public record PlannedNode(Node node, List<PlannedLaunch> launches) {}

    /** A launch whose values are bound to buffers. */
    public record PlannedLaunch(String kernel, String source, List<Binding> bindings, long workItems, double fill) {}

    /** What a launch reads or writes: a shared buffer, or a weight. */
    public sealed interface Binding {
        record Shared(int slot) implements Binding {}

        record Weight(Value value) implements Binding {}
    }

    /** Plans a graph with the general kernels. */
    public static Plan of(Graph graph) {
        return new Planner(graph).plan();
    }

    /** Bytes of the shared buffers: what activations take at most at once. */
    public long activationBytes() {
        return Float.BYTES * slotElements.stream().mapToLong(Long::longValue).sum();
    }

    /** Bytes of all shared buffers and weights, in single precision. */
    public long bytes() {
        long elements = slotElements.stream().mapToLong(Long::longValue).sum();
        for (Value constant : constants) {
            elements = Math.addExact(elements, constant.type().elements());
        }
        return Math.multiplyExact(elements, (long) Float.BYTES);
    }

    private static final class Planner {
        private final Graph graph;
        private final Map<Value, Integer> lastReader = new HashMap<>();
        private final Map<Value, Integer> slots = new HashMap<>();
        private final Map<Value, Boolean> constants = new LinkedHashMap<>();
        private final Slots pool = new Slots();
        private long sum;

        Planner(Graph graph) {
            this.graph = graph;
            for (int i = 0; i < graph.nodes().size(); i++) {
                int now = i;
                graph.nodes().get(i).inputs().forEach(value -> lastReader.put(value, now));
            }
            graph.outputs().forEach(value -> lastReader.put(value, Integer.MAX_VALUE));
        }

        Plan plan() {
            graph.inputs().forEach(this::allot);
            List<PlannedNode> planned = new ArrayList<>();
            for (int i = 0; i < graph.nodes().size(); i++) {
                planned.add(plan(graph.nodes().get(i)));
                release(graph.nodes().get(i), i);
            }
            return new Plan(graph, planned, pool.sizes(), slots, List.copyOf(constants.keySet()), sum);
        }

        private void allot(Value value) {
            slots.put(value, pool.take(value.type().elements()));
            sum = Math.addExact(sum, value.type().elements());
        }

        private PlannedNode plan(Node node) {
            Definition definition = node.definition().unrolled();
            node.outputs().forEach(this::allot);
            Binding[] bindings = bindings(node, definition);
            List<PlannedLaunch> launches = new ArrayList<>();
            try {
                for (int i = 0; i < definition.steps().size(); i++) {
                    for (Launch launch : StepPrinter.print(definition.steps().get(i), definition.inputs() + i)) {
                        List<Binding> bound = launch.values().stream()
                                .map(value -> bindings[value])
                                .toList();
                        launches.add(new PlannedLaunch(
                                launch.kernel(), launch.source(), bound, launch.workItems(), launch.fill()));
                    }
                }
            } catch (InputException e) {
                throw e.at(Node.place(node.name(), node.operator()));
            }
            releaseTemporaries(definition, bindings);
            return new PlannedNode(node, launches);
        }

        private Binding[] bindings(Node node, Definition definition) {
            Binding[] bindings =
                    new Binding[definition.inputs() + definition.steps().size()];
            for (int i = 0; i < definition.inputs(); i++) {
                bindings[i] = bind(node.inputs().get(i));
            }
            for (int i = 0; i < definition.outputs().size(); i++) {
                bindings[definition.outputs().get(i)] =
                        new Binding.Shared(slots.get(node.outputs().get(i)));
            }
            for (int i = 0; i < definition.steps().size(); i++) {
                Step step = definition.steps().get(i);
                if (bindings[definition.inputs() + i] == null) {
                    bindings[definition.inputs() + i] =
                            new Binding.Shared(pool.take(step.result().elements()));
                }
            }
            return bindings;
        }

        private Binding bind(Value value) {
            if (graph.isConstant(value)) {
                constants.put(value, true);
                return new Binding.Weight(value);
            }
            return new Binding.Shared(slots.get(value));
        }

        private void releaseTemporaries(Definition definition, Binding[] bindings) {
            for (int i = definition.inputs(); i < bindings.length; i++) {
                if (!definition.outputs().contains(i) && bindings[i] instanceof Binding.Shared(int slot)) {
                    pool.give(slot);
                }
            }
        }

        private void release(Node node, int now) {
            node.inputs().stream()
                    .distinct()
                    .filter(value -> slots.containsKey(value) && lastReader.get(value) == now)
                    .forEach(value -> pool.give(slots.get(value)));
            node.outputs().stream()
                    .filter(value -> !lastReader.containsKey(value))
                    .forEach(value -> pool.give(slots.get(value)));
        }
    }
}
