package dev.toeplitz.sim.fusion;

import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A chain walked strip by strip, from every element of its result back to the addresses of what it reads; one byte each. */
final class StripWalk {
    private final NetworkCost base;
    private final Map<String, Window> windows;
    private final List<Node> nodes = new ArrayList<>();
    private final Set<Value> made = new HashSet<>();
    private final Set<Long> distinct = new HashSet<>();
    private final Map<Value, Long> numbers = new HashMap<>();
    private final Map<Value, Integer> reach = new HashMap<>();
    long loaded;
    long macs;

    StripWalk(NetworkCost base, Map<String, Window> windows, Chain chain) {
        this.base = base;
        this.windows = windows;
        base.layers()
                .subList(chain.first(), chain.last() + 1)
                .forEach(layer -> nodes.addAll(layer.layer().nodes()));
        nodes.forEach(node -> made.addAll(node.outputs()));
        Shape result = nodes.getLast().outputs().getFirst().type().shape();
        for (int image = 0; image < result.at(0); image++) {
            for (int from = 0; from < result.at(2); from += chain.stripRows()) {
                strip(image, from, Math.min(result.at(2), from + chain.stripRows()));
            }
        }
    }

    /** Bytes of the chain's inputs that any strip reads, each once. */
    long distinctBytes() {
        return distinct.size();
    }

    /** Rows that no window touches are made too: with those after them, or at the end. */
    private void leaveNoneOut(Set<Integer> rows, Value output, boolean isLast) {
        int reached = reach.getOrDefault(output, 0);
        int next = isLast
                ? output.type().shape().at(2)
                : rows.stream().min(Integer::compare).orElse(0);
        for (int row = reached; row < next; row++) {
            rows.add(row);
        }
        reach.merge(output, rows.stream().max(Integer::compare).orElse(-1) + 1, Math::max);
    }

    private void strip(int image, int from, int to) {
        boolean isLast =
                to == nodes.getLast().outputs().getFirst().type().shape().at(2);
        if (from == 0) {
            reach.clear();
        }
        Map<Value, Set<Integer>> wanted = new HashMap<>();
        for (int row = from; row < to; row++) {
            wanted.computeIfAbsent(nodes.getLast().outputs().getFirst(), _ -> new TreeSet<>())
                    .add(row);
        }
        for (Node node : nodes.reversed()) {
            Value output = node.outputs().getFirst();
            Set<Integer> rows = wanted.computeIfAbsent(output, _ -> new TreeSet<>());
            leaveNoneOut(rows, output, isLast);
            Shape shape = output.type().shape();
            Window window = windows.getOrDefault(node.name(), Window.of(1));
            if (node.operator() instanceof Conv) {
                macs += (long) rows.size() * shape.at(1) * shape.at(1) * shape.at(3) * window.size() * window.size();
            }
            for (Value read : node.inputs()) {
                if (!base.graph().isConstant(read)) {
                    wanted.computeIfAbsent(read, _ -> new TreeSet<>())
                            .addAll(before(rows, window, read.type().shape().at(2)));
                }
            }
        }
        wanted.forEach((value, rows) -> {
            if (!made.contains(value) && !stays(value)) {
                load(image, value, rows);
            }
        });
    }

    private void load(int image, Value value, Set<Integer> rows) {
        Shape shape = value.type().shape();
        long number = numbers.computeIfAbsent(value, _ -> (long) numbers.size());
        for (int channel = 0; channel < shape.at(1); channel++) {
            for (int row : rows) {
                for (int col = 0; col < shape.at(3); col++) {
                    loaded++;
                    long element = ((long) image * shape.at(1) + channel) * shape.at(2) + row;
                    distinct.add((number << 40) + element * shape.at(3) + col);
                }
            }
        }
    }

    private boolean stays(Value value) {
        for (LayerCost layer : base.layers()) {
            if (layer.layer().outputs().contains(value)) {
                return base.accelerator().buffer(Operand.INPUT).keepsActivations()
                        && layer.dram().bytes(Stream.OUTPUT_WRITE) == 0;
            }
        }
        return false;
    }

    private static Set<Integer> before(Set<Integer> rows, Window window, int height) {
        Set<Integer> needed = new TreeSet<>();
        for (int row : rows) {
            for (int tap = 0; tap < window.size(); tap++) {
                int index = row * window.stride() + tap * window.dilation() - window.before();
                if (index >= 0 && index < height) {
                    needed.add(index);
                }
            }
        }
        return needed;
    }
}
