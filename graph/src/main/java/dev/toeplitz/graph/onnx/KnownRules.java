package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Operators whose result is known when the file is read: constants, and what is asked about shapes. */
final class KnownRules {
    /** A range or a list of positions longer than this is no shape arithmetic. */
    private static final int MOST_ELEMENTS = 1 << 20;

    private KnownRules() {}

    static void add() {
        OnnxOperators.add("Constant", 1, KnownRules::constant);
        OnnxOperators.add("ConstantOfShape", 9, KnownRules::constantOfShape);
        OnnxOperators.add("Shape", 1, KnownRules::shape);
        OnnxOperators.add(
                "Size", 1, node -> node.fold(int64(Shape.SCALAR, node.shape(0).elements())));
        OnnxOperators.add("Range", 11, KnownRules::range);
        OnnxOperators.add("NonZero", 9, KnownRules::nonZero);
        OnnxOperators.add("EyeLike", 9, KnownRules::eyeLike);
    }

    private static void constant(OnnxNode node) {
        Attributes attributes = node.attributes();
        List<Tensor> found = new ArrayList<>();
        attributes.tensor("value").map(node.tensors()::read).ifPresent(found::add);
        if (node.opset() >= 12) {
            attributes.optionalInteger("value_int").ifPresent(v -> found.add(int64(Shape.SCALAR, v)));
            attributes.optionalReal("value_float").ifPresent(v -> found.add(float32(Shape.SCALAR, v)));
            attributes.longs("value_ints").ifPresent(v -> found.add(int64(Shape.of(v.length), toDoubles(v))));
            attributes.reals("value_floats").ifPresent(v -> found.add(float32(Shape.of(v.size()), toDoubles(v))));
        }
        for (String refused : List.of("sparse_value", "value_string", "value_strings")) {
            Require.that(
                    !attributes.has(refused),
                    "a constant as %s".formatted(refused),
                    "dense numbers",
                    "convert the model");
        }
        Require.that(
                found.size() == 1, "a constant with %d values".formatted(found.size()), "one", "export the file again");
        node.fold(found.getFirst());
    }

    /** Never expanded: a fill of any size takes no memory. */
    private static void constantOfShape(OnnxNode node) {
        Shape shape = new Shape(node.integers(0, "the shape"));
        Tensor value =
                node.attributes().tensor("value").map(node.tensors()::read).orElse(float32(Shape.SCALAR, 0));
        Require.that(
                value.type().elements() == 1,
                "a fill of %d values".formatted(value.type().elements()),
                "one",
                "export the file again");
        node.fold(new Tensor.Filled(value.type().with(shape), value.at(0)));
    }

    private static void shape(OnnxNode node) {
        Shape x = node.shape(0);
        int start = 0;
        int end = x.rank();
        if (node.opset() >= 15) {
            start = clamped(node.attributes().integer("start", 0), x.rank());
            end = clamped(node.attributes().integer("end", x.rank()), x.rank());
        }
        List<Integer> part = start < end ? x.extents().subList(start, end) : List.of();
        node.fold(int64(
                Shape.of(part.size()),
                part.stream().mapToDouble(Integer::doubleValue).toArray()));
    }

    private static int clamped(int axis, int rank) {
        return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
    }

    private static void range(OnnxNode node) {
        node.attributes().accept(node.opset() >= 27 ? "stash_type" : "");
        double start = node.real(0, "the start");
        double limit = node.real(1, "the limit");
        double delta = node.real(2, "the delta");
        Require.that(delta != 0, "delta is 0", "a step", "correct the constant");
        double count = Math.max(0, Math.ceil((limit - start) / delta));
        Require.that(
                count <= MOST_ELEMENTS,
                "a range of %.0f elements".formatted(count),
                "at most %,d".formatted(MOST_ELEMENTS),
                "check its limits");
        double[] values = IntStream.range(0, (int) count)
                .mapToDouble(i -> start + i * delta)
                .toArray();
        node.fold(Tensor.of(new TensorType(node.type(0).type(), Shape.of(values.length)), values));
    }

    /** The positions of elements that are not 0, one column each, in row-major order. */
    private static void nonZero(OnnxNode node) {
        Tensor x = node.known(0, "the input");
        Require.that(
                x.type().elements() <= MOST_ELEMENTS,
                "%d elements".formatted(x.type().elements()),
                "at most %,d".formatted(MOST_ELEMENTS),
                "check the input");
        int[] found = IntStream.range(0, (int) x.type().elements())
                .filter(i -> x.at(i) != 0)
                .toArray();
        long[] strides = x.shape().strides();
        double[] positions = new double[x.shape().rank() * found.length];
        for (int axis = 0; axis < strides.length; axis++) {
            for (int i = 0; i < found.length; i++) {
                positions[axis * found.length + i] =
                        found[i] / strides[axis] % x.shape().at(axis);
            }
        }
        node.fold(int64(Shape.of(x.shape().rank(), found.length), positions));
    }

    private static void eyeLike(OnnxNode node) {
        Shape x = node.shape(0);
        Require.that(
                x.rank() == 2 && x.elements() <= MOST_ELEMENTS,
                "an input of shape %s".formatted(x),
                "a small matrix",
                "check the input");
        int k = node.attributes().integer("k", 0);
        DataType type = node.attributes().has("dtype")
                ? ElementTypes.of(node.attributes().integer("dtype"))
                : node.type(0).type();
        double[] values = new double[(int) x.elements()];
        for (int row = 0; row < x.at(0); row++) {
            int col = row + k;
            if (col >= 0 && col < x.at(1)) {
                values[row * x.at(1) + col] = 1;
            }
        }
        node.fold(Tensor.of(new TensorType(type, x), values));
    }

    /** A scalar of the value's element type. */
    static Tensor like(Value value, double scalar) {
        return Tensor.of(value.type().with(Shape.SCALAR), scalar);
    }

    static Tensor int64(Shape shape, double... values) {
        return Tensor.of(new TensorType(DataType.INT64, shape), values);
    }

    static Tensor float32(Shape shape, double... values) {
        return Tensor.of(new TensorType(DataType.FLOAT32, shape), values);
    }

    private static double[] toDoubles(long[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    private static double[] toDoubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
