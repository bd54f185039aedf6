package dev.toeplitz.graph.work;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Reduce;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What activations take, weights aside, in bytes or elements; nothing in place.
 *
 * @param sumOfAll the input and every node's outputs
 * @param lectureSum the input and the outputs of convolutions, poolings and fully connected layers, as the lectures count:
 *     of nodes that contract, or end in a reduction
 * @param peak the most that is live at once when nodes run in the graph's order
 */
public record Memory(long sumOfAll, long lectureSum, Peak peak) {
    /** {@code live} is what is held while {@code node} runs: its inputs, its outputs and all that later nodes read. */
    public record Peak(long size, Node node, Set<Value> live) {}

    public static Memory inBytes(Graph graph) {
        return of(graph, value -> value.type().bytes());
    }

    public static Memory inElements(Graph graph) {
        return of(graph, value -> value.type().elements());
    }

    private static Memory of(Graph graph, ToLongFunction<Value> size) {
        Stream<Value> made = graph.nodes().stream().flatMap(node -> node.outputs().stream());
        Stream<Value> counted =
                graph.nodes().stream().filter(Memory::inLectures).flatMap(node -> node.outputs().stream());
        long inputs = sum(graph.inputs().stream(), size);
        return new Memory(
                Math.addExact(inputs, sum(made, size)), Math.addExact(inputs, sum(counted, size)), peak(graph, size));
    }

    private static long sum(Stream<Value> values, ToLongFunction<Value> size) {
        return values.mapToLong(size).reduce(0, Math::addExact);
    }

    private static boolean inLectures(Node node) {
        List<Step> steps = node.definition().steps();
        return steps.stream().anyMatch(Contract.class::isInstance) || steps.getLast() instanceof Reduce;
    }

    private static Peak peak(Graph graph, ToLongFunction<Value> size) {
        Peak[] peak = {new Peak(0, null, Set.of())};
        walk(graph, (node, live) -> {
            long now = sum(live.stream(), size);
            if (now > peak[0].size) {
                peak[0] = new Peak(now, node, Collections.unmodifiableSet(new LinkedHashSet<>(live)));
            }
        });
        return peak[0];
    }

    /** Elements that are live while each node runs, in the graph's order; the largest is the {@link #peak}. */
    public static Map<Node, Long> liveElements(Graph graph) {
        Map<Node, Long> elements = new LinkedHashMap<>();
        walk(
                graph,
                (node, live) -> elements.put(
                        node, sum(live.stream(), value -> value.type().elements())));
        return elements;
    }

    private static void walk(Graph graph, BiConsumer<Node, Set<Value>> visit) {
        Map<Value, Integer> lastUse = lastUses(graph);
        Set<Value> live = new LinkedHashSet<>(graph.inputs());
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            live.addAll(node.outputs());
            visit.accept(node, live);
            int ran = i;
            live.removeIf(value -> lastUse.getOrDefault(value, -1) <= ran);
        }
    }

    /** The last node that reads each value; outputs of the graph outlive them all. */
    private static Map<Value, Integer> lastUses(Graph graph) {
        Map<Value, Integer> last = new HashMap<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            int reader = i;
            graph.nodes().get(i).inputs().forEach(value -> last.put(value, reader));
        }
        graph.outputs().forEach(value -> last.put(value, Integer.MAX_VALUE));
        return last;
    }
}
