package dev.toeplitz.graph.pass;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Leaves out nodes that give their input unchanged. Which those are is read from what they compute, not from their names:
 * dropout at inference, a reshape to the same shape, a transpose, slice, pad or tile that moves nothing, a concatenation of
 * one tensor. The graph's inputs and outputs keep their names; a node between two that must both stay does too.
 */
public final class IdentityRemoval implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Map<Value, Value> renamed = new HashMap<>();
        Set<Node> left = new HashSet<>();
        Set<Value> fixed = new HashSet<>(graph.inputs());
        fixed.addAll(graph.constants().keySet());
        fixed.addAll(graph.outputs());
        for (Node node : graph.nodes()) {
            if (changesNothing(node)) {
                Value from = last(renamed, node.inputs().getFirst());
                Value to = node.outputs().getFirst();
                if (!fixed.contains(to)) {
                    renamed.put(to, from);
                    left.add(node);
                } else if (!fixed.contains(from)) {
                    renamed.put(from, to);
                    left.add(node);
                }
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!left.contains(node)) {
                nodes.add(new Node(
                        node.name(), node.operator(), last(renamed, node.inputs()), last(renamed, node.outputs())));
            }
        }
        return new Graph(graph.name(), graph.inputs(), graph.constants(), nodes, graph.outputs());
    }

    private static List<Value> last(Map<Value, Value> renamed, List<Value> values) {
        return values.stream().map(value -> last(renamed, value)).toList();
    }

    private static Value last(Map<Value, Value> renamed, Value value) {
        Value last = value;
        while (renamed.containsKey(last)) {
            last = renamed.get(last);
        }
        return last;
    }

    /** Whether the one output is the first input, element by element and in type. */
    static boolean changesNothing(Node node) {
        boolean sameType = node.outputs().size() == 1
                && node.inputs().size() == 1
                && node.outputs()
                        .getFirst()
                        .type()
                        .equals(node.inputs().getFirst().type());
        return sameType && copies(node.definition());
    }

    private static boolean copies(Definition definition) {
        if (definition.steps().size() != 1) {
            return false;
        }
        Step step = definition.steps().getFirst();
        return switch (step) {
            case Pointwise(Shape result, List<View> operands, Scalar f) ->
                f.equals(Scalar.arg(0)) && operands.getFirst().isAlignedWith(result);
            case Move(Shape _, List<Copy> copies, double _) -> copies.size() == 1 && staysInPlace(copies.getFirst());
            case Step.Contract _, Step.Reduce _, Step.Scan _ -> false;
        };
    }

    /** Reads and writes the same position at every point, and every position: the loops run over all of the tensor. */
    private static boolean staysInPlace(Copy copy) {
        Shape shape = copy.from().shape();
        return shape.equals(copy.to().shape())
                && copy.loops().equals(Loops.over(shape))
                && plain(copy.from()).equals(View.aligned(copy.from().operand(), shape, shape))
                && copy.to().isAlignedWith(shape);
    }

    /** The view with tables that count 0, 1, 2 … written as the loops they are; extents of 1 have no loop worth naming. */
    private static View plain(View view) {
        List<Axis> axes = view.axes().stream().map(IdentityRemoval::plain).toList();
        return new View(view.operand(), view.shape(), axes);
    }

    private static Axis plain(Axis axis) {
        return switch (axis) {
            case Axis.Affine affine -> affine;
            case Axis.Lookup(var dim, List<Integer> indices) ->
                indices.equals(IntStream.range(0, indices.size()).boxed().toList()) ? Axis.of(dim) : axis;
        };
    }
}
