package dev.toeplitz.graph.op;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.Require;
import java.util.List;

/** Checks that operators make of the shapes they are given. */
final class Inputs {
    private Inputs() {}

    static List<Shape> shapes(List<TensorType> inputs) {
        return inputs.stream().map(TensorType::shape).toList();
    }

    static List<Shape> count(List<Shape> inputs, int count) {
        return count(inputs, count, count);
    }

    static List<Shape> count(List<Shape> inputs, int least, int most) {
        Require.that(
                inputs.size() >= least && inputs.size() <= most,
                "%d inputs".formatted(inputs.size()),
                least == most ? "%d".formatted(least) : "%d to %d".formatted(least, most),
                "check the node's inputs");
        return inputs;
    }

    /** {@code shape}, which must have that rank. */
    static Shape rank(String what, Shape shape, int rank) {
        Require.that(
                shape.rank() == rank,
                "%s has shape %s".formatted(what, shape),
                "%d axes".formatted(rank),
                "check the shape that flows into this node");
        return shape;
    }

    /** A shape that the attributes or another input fix. */
    static void same(String what, Shape found, Shape expected) {
        Require.that(
                found.equals(expected),
                "%s has shape %s".formatted(what, found),
                expected.toString(),
                "check the shapes that flow into this node");
    }

    /** An extent that the attributes or another input fix. */
    static void extent(String what, int found, int expected) {
        Require.that(
                found == expected,
                "%s is %d".formatted(what, found),
                "%d".formatted(expected),
                "check the shapes that flow into this node");
    }
}
