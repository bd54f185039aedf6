package dev.toeplitz.graph.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A tensor with indices, for oracles that are nothing but nested loops; it knows no view and no step. */
record Elements(Shape shape, double[] values) {
    private static final double CLOSE = 1e-11;

    static Elements zeros(int... extents) {
        Shape shape = Shape.of(extents);
        return new Elements(shape, new double[(int) shape.elements()]);
    }

    /** Between −1 and 1. */
    static Elements random(Random random, int... extents) {
        Elements drawn = zeros(extents);
        for (int i = 0; i < drawn.values.length; i++) {
            drawn.values[i] = 2 * random.nextDouble() - 1;
        }
        return drawn;
    }

    static Elements of(Shape shape, double... values) {
        return new Elements(shape, values);
    }

    double at(int... index) {
        return values[position(index)];
    }

    /** The element, or 0 beyond an edge. */
    double padded(int... index) {
        return has(index) ? at(index) : 0;
    }

    boolean has(int... index) {
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= shape.at(axis)) {
                return false;
            }
        }
        return true;
    }

    void set(double value, int... index) {
        values[position(index)] = value;
    }

    void add(double value, int... index) {
        values[position(index)] += value;
    }

    /** Every index, the last axis fastest. */
    void forEach(Consumer<int[]> body) {
        points(shape).forEach(body);
    }

    static List<int[]> points(Shape shape) {
        return IntStream.range(0, (int) shape.elements())
                .mapToObj(position -> point(shape, position))
                .toList();
    }

    private static int[] point(Shape shape, int position) {
        int[] point = new int[shape.rank()];
        int rest = position;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            point[axis] = rest % shape.at(axis);
            rest /= shape.at(axis);
        }
        return point;
    }

    private int position(int... index) {
        int position = 0;
        for (int axis = 0; axis < index.length; axis++) {
            position = position * shape.at(axis) + index[axis];
        }
        return position;
    }

    /** The same elements under another shape. */
    Elements as(Shape other) {
        return new Elements(other, values);
    }

    Tensor tensor() {
        return Tensor.of(new TensorType(DataType.FLOAT32, shape), values);
    }

    /** What the operator makes of these, by the reference. */
    static Elements run(Operator operator, Elements... inputs) {
        List<Tensor> given = Stream.of(inputs).map(Elements::tensor).toList();
        Tensor found = Reference.evaluate(operator, given).getFirst();
        return new Elements(found.shape(), found.toDoubles());
    }

    void assertEquals(Elements expected) {
        assertThat(shape).isEqualTo(expected.shape);
        for (int i = 0; i < values.length; i++) {
            boolean close = Double.compare(values[i], expected.values[i]) == 0
                    || Math.abs(values[i] - expected.values[i]) <= CLOSE * (1 + Math.abs(expected.values[i]));
            assertThat(close)
                    .as("element %d of %s: %s, not %s", i, shape, values[i], expected.values[i])
                    .isTrue();
        }
    }
}
