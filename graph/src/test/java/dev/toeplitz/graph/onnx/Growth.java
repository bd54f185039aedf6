package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A random graph as it grows, with the numbers that flow in it: a node is only added where its results are finite, not large,
 * and few, so that every graph is one that single precision can carry out.
 */
final class Growth {
    private static final long MOST_ELEMENTS = 2048;
    private static final double LARGEST = 1e4;

    private final GraphBuilder builder;
    private final Map<Value, Tensor> values = new LinkedHashMap<>();
    private final Map<Value, Tensor> inputs = new LinkedHashMap<>();
    private final List<Value> made = new ArrayList<>();
    private int nodes;
    private int constants;

    final Random random;

    Growth(long seed) {
        random = new Random(seed);
        builder = new GraphBuilder("random-" + seed);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            Value input = builder.input("input" + i, new TensorType(DataType.FLOAT32, shape(1 + random.nextInt(5))));
            inputs.put(input, normal(input.type(), 1));
            know(input, inputs.get(input));
        }
    }

    int nodes() {
        return nodes;
    }

    Graph graph() {
        made.stream().skip(inputs.size()).forEach(builder::output);
        return builder.build();
    }

    Map<Value, Tensor> inputs() {
        return inputs;
    }

    /** Extents of 1 to 6, the fewer elements the more axes. */
    Shape shape(int rank) {
        int[] extents = new int[rank];
        Arrays.setAll(extents, _ -> 1 + random.nextInt(rank > 3 ? 5 : 6));
        return Shape.of(extents);
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** One of some numbers that single precision holds. */
    double real(double... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @SafeVarargs
    final <T> T one(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A value of that type that fits, late ones rather than early ones; null where there is none. */
    Value pick(DataType type, Predicate<Shape> fits) {
        List<Value> found = made.stream()
                .filter(value ->
                        value.type().type() == type && fits.test(value.type().shape()))
                .toList();
        if (found.isEmpty()) {
            return null;
        }
        int recent = Math.max(0, found.size() - 4);
        return random.nextBoolean()
                ? found.get(recent + random.nextInt(found.size() - recent))
                : found.get(random.nextInt(found.size()));
    }

    Value real(int least, int most) {
        return pick(DataType.FLOAT32, shape -> shape.rank() >= least && shape.rank() <= most);
    }

    /** A weight of normal numbers whose products with {@code fanIn} others stay about as large. */
    Value weight(int fanIn, int... extents) {
        TensorType type = TensorType.float32(extents);
        return constant(normal(type, 1 / Math.sqrt(Math.max(1, fanIn))));
    }

    /** A weight of positive numbers: scales and variances. */
    Value positive(int... extents) {
        Tensor tensor = normal(TensorType.float32(extents), 1);
        double[] sizes = tensor.toDoubles();
        Arrays.setAll(sizes, i -> (float) (0.5 + Math.abs(sizes[i])));
        return constant(Tensor.of(tensor.type(), sizes));
    }

    /** A constant of whole numbers from {@code least} to {@code most}. */
    Value whole(DataType type, int least, int most, int... extents) {
        double[] numbers = new double[(int) Shape.of(extents).elements()];
        Arrays.setAll(numbers, _ -> between(least, most));
        return constant(Tensor.of(new TensorType(type, Shape.of(extents)), numbers));
    }

    private Value constant(Tensor tensor) {
        Value value = builder.constant("constant" + constants++, tensor);
        values.put(value, tensor);
        return value;
    }

    private Tensor normal(TensorType type, double deviation) {
        double[] numbers = new double[(int) type.elements()];
        Arrays.setAll(numbers, _ -> (float) (deviation * random.nextGaussian()));
        return Tensor.of(type, numbers);
    }

    private void know(Value value, Tensor tensor) {
        values.put(value, rounded(tensor));
        made.add(value);
    }

    private static Tensor rounded(Tensor tensor) {
        double[] numbers = tensor.toDoubles();
        Arrays.setAll(numbers, i -> (float) numbers[i]);
        return Tensor.of(tensor.type(), numbers);
    }

    /** Adds a node where it can stand; gives its first output, or null. */
    Value add(Operator operator, Value... operands) {
        return add(operator, List.of(operands));
    }

    Value add(Operator operator, List<Value> operands) {
        List<Tensor> results;
        try {
            List<TensorType> types =
                    operator.outputs(operands.stream().map(Value::type).toList());
            if (types.stream().anyMatch(type -> type.elements() > MOST_ELEMENTS || type.elements() == 0)) {
                return null;
            }
            results = Reference.evaluate(
                    operator, operands.stream().map(values::get).toList());
        } catch (InputException _) {
            return null;
        }
        if (!results.stream().allMatch(Growth::moderate)) {
            return null;
        }
        List<Value> outputs = builder.node("%s_%d".formatted(operator.name(), nodes++), operator, operands);
        for (int i = 0; i < outputs.size(); i++) {
            know(outputs.get(i), results.get(i));
        }
        return outputs.getFirst();
    }

    private static boolean moderate(Tensor tensor) {
        return Arrays.stream(tensor.toDoubles()).allMatch(x -> Math.abs(x) <= LARGEST);
    }
}
