package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.toeplitz.terms.InputException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An order in which every node stands after those it reads. ONNX demands that files are so ordered, and such a file keeps
 * its order; others are sorted as gently as can be: a node is moved only up, to before its first reader.
 */
final class NodeOrder {
    private static final int MOST_SHOWN = 8;

    private final List<NodeProto> nodes;
    private final List<String> names;
    private final Map<String, Integer> makers = new HashMap<>();
    private final Set<Integer> ordered = new LinkedHashSet<>();

    private NodeOrder(List<NodeProto> nodes, List<String> names) {
        this.nodes = nodes;
        this.names = names;
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).getOutputList()) {
                makers.putIfAbsent(output, i);
            }
        }
        makers.remove("");
    }

    /** Positions in {@code nodes}; {@code names} are what a message calls them. */
    static List<Integer> of(List<NodeProto> nodes, List<String> names) {
        NodeOrder order = new NodeOrder(nodes, names);
        for (int node = 0; node < nodes.size(); node++) {
            order.visit(node);
        }
        return List.copyOf(order.ordered);
    }

    /** Depth first with its own stack: a long chain of unordered nodes would exhaust the thread's. */
    private void visit(int root) {
        Deque<Integer> path = new ArrayDeque<>();
        Set<Integer> onPath = new LinkedHashSet<>();
        Map<Integer, Integer> progress = new HashMap<>();
        path.push(root);
        while (!path.isEmpty()) {
            int node = path.peek();
            onPath.add(node);
            int next = ordered.contains(node) ? -1 : nextMaker(node, progress);
            if (next < 0) {
                ordered.add(node);
                onPath.remove(node);
                path.pop();
            } else if (onPath.contains(next)) {
                throw cycle(new ArrayList<>(onPath), next);
            } else {
                path.push(next);
            }
        }
    }

    /** The next node that {@code node} reads and that is not ordered yet; −1 where there is none. */
    private int nextMaker(int node, Map<Integer, Integer> progress) {
        List<String> inputs = nodes.get(node).getInputList();
        int input = progress.getOrDefault(node, 0);
        while (input < inputs.size()) {
            Integer maker = makers.get(inputs.get(input));
            if (maker != null && !ordered.contains(maker)) {
                progress.put(node, input);
                return maker;
            }
            input++;
        }
        progress.put(node, input);
        return -1;
    }

    /** The path runs from readers to makers, so the cycle is shown against it: as values flow, from its first node in the file. */
    private InputException cycle(List<Integer> path, int start) {
        List<Integer> cycle =
                new ArrayList<>(path.subList(path.indexOf(start), path.size()).reversed());
        Collections.rotate(cycle, -cycle.indexOf(Collections.min(cycle)));
        List<String> shown =
                new ArrayList<>(cycle.stream().limit(MOST_SHOWN).map(names::get).toList());
        if (cycle.size() > MOST_SHOWN) {
            shown.add("… (%d nodes)".formatted(cycle.size()));
        }
        shown.add(names.get(cycle.getFirst()));
        return new InputException(
                "the graph has a cycle: " + String.join(" → ", shown),
                "a graph without cycles",
                "export the file again");
    }
}
