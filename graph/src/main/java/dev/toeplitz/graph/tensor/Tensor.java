package dev.toeplitz.graph.tensor;

import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A tensor's values, row-major. Integers beyond 2^53 lose their last bits, since values are read as doubles. Weights
 * are kept as briefly as they can be described: a fill, a seed or a place in a file takes no memory until it is read.
 */
public sealed interface Tensor {
    TensorType type();

    /** The element at row-major position {@code index}. */
    double at(int index);

    /** Whether its values are known; {@link Absent} has none. */
    default boolean known() {
        return true;
    }

    default Shape shape() {
        return type().shape();
    }

    /** All elements in a new array. */
    default double[] toDoubles() {
        double[] values = new double[Math.toIntExact(type().elements())];
        Arrays.setAll(values, this::at);
        return values;
    }

    /** All elements in single precision; an array that is held so is given as it is, not to be written to. */
    default float[] toFloats() {
        float[] values = new float[Math.toIntExact(type().elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) at(i);
        }
        return values;
    }

    /** The same with what lies in a file brought to memory: for readers of elements in no order. */
    default Tensor loaded() {
        return this;
    }

    /** All elements in single precision, not to be written to; what has to be made for it outside the heap lives as long as the arena. */
    default FloatBuffer floats(Arena arena) {
        return floats(0, Math.toIntExact(type().elements()), arena);
    }

    /** The same of {@code count} elements from {@code first} on. */
    default FloatBuffer floats(int first, int count, Arena arena) {
        FloatBuffer values = memory(count, arena).asFloatBuffer();
        for (int i = 0; i < count; i++) {
            values.put(i, (float) at(first + i));
        }
        return values;
    }

    private static ByteBuffer memory(int count, Arena arena) {
        return arena.allocate(ValueLayout.JAVA_FLOAT, count).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    static Tensor of(TensorType type, double... values) {
        return new Doubles(type, values);
    }

    /** Values held in double precision. The array is not copied: who hands it over gives it up. */
    record Doubles(TensorType type, double[] values) implements Tensor {
        public Doubles {
            requireCount(type, values.length);
        }

        @Override
        public double at(int index) {
            return values[index];
        }

        @Override
        public double[] toDoubles() {
            return values.clone();
        }
    }

    /** Values held in single precision, as most weights are stored. The array is not copied. */
    record Floats(TensorType type, float[] values) implements Tensor {
        public Floats {
            requireCount(type, values.length);
        }

        @Override
        public double at(int index) {
            return values[index];
        }

        @Override
        public float[] toFloats() {
            return values;
        }

        @Override
        public FloatBuffer floats(int first, int count, Arena arena) {
            return FloatBuffer.wrap(values).slice(first, count);
        }
    }

    /** Values of single precision that stay in a file until they are asked for. */
    record Stored(TensorType type, FileFloats values) implements Tensor {
        public Stored {
            requireCount(type, values.count());
        }

        @Override
        public double at(int index) {
            return values.at(index);
        }

        @Override
        public float[] toFloats() {
            float[] all = new float[Math.toIntExact(type.elements())];
            try (Arena arena = Arena.ofConfined()) {
                floats(arena).get(all);
            }
            return all;
        }

        @Override
        public Tensor loaded() {
            return new Floats(type, toFloats());
        }

        @Override
        public FloatBuffer floats(int first, int count, Arena arena) {
            return values.read(first, memory(count, arena));
        }
    }

    /** The same value everywhere, as ONNX ConstantOfShape gives it. */
    record Filled(TensorType type, double value) implements Tensor {
        @Override
        public double at(int index) {
            return value;
        }
    }

    /**
     * Values drawn from a normal distribution, each from its own position and the seed alone, so that any part can be
     * made anywhere in any order. With deviation √(2 / fan-in) it is He's initialisation.
     */
    record Random(TensorType type, long seed, double mean, double deviation) implements Tensor {
        @Override
        public double at(int index) {
            double u = 1 - uniform(2L * index);
            double v = uniform(2L * index + 1);
            double normal = Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
            return (float) (mean + deviation * normal);
        }

        /** Uniform in [0, 1) from the mixed counter (Steele, Lea, Flood: SplitMix, OOPSLA 2014). */
        private double uniform(long counter) {
            long z = seed + (counter + 1) * 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
        }
    }

    /**
     * Another tensor's elements, each times a factor and rounded once to this type: element i by factor
     * ⌊i / {@code run}⌋ mod count. So weights that absorb a scale per channel stay as brief as they were. The factors are
     * not copied.
     */
    record Scaled(TensorType type, Tensor base, double[] factors, int run) implements Tensor {
        public Scaled {
            Require.positive("run", run);
            Require.positive("number of factors", factors.length);
            Require.that(
                    base.type().elements() == type.elements(),
                    "a tensor of type %s scaled as %s".formatted(base.type(), type),
                    "as many elements",
                    "check the shape");
        }

        @Override
        public double at(int index) {
            return scaled(base.at(index), index);
        }

        @Override
        public Tensor loaded() {
            return new Scaled(type, base.loaded(), factors, run);
        }

        private double scaled(double value, int index) {
            return Rounding.to(type.type(), value * factors[index / run % factors.length]);
        }

        @Override
        public FloatBuffer floats(int first, int count, Arena arena) {
            if (base.type().type() != DataType.FLOAT32) {
                return Tensor.super.floats(first, count, arena);
            }
            FloatBuffer values = memory(count, arena).asFloatBuffer();
            try (Arena passing = Arena.ofConfined()) {
                FloatBuffer unscaled = base.floats(first, count, passing);
                for (int i = 0; i < count; i++) {
                    values.put(i, (float) scaled(unscaled.get(i), first + i));
                }
            }
            return values;
        }

        @Override
        public boolean known() {
            return base.known();
        }
    }

    /** Weights that a network description leaves open: it can be simulated, but not run. */
    record Absent(TensorType type) implements Tensor {
        @Override
        public double at(int index) {
            throw new InputException(
                    "the weights of this network are not given",
                    "values",
                    "give them with --weights random:SEED or an ONNX file");
        }

        @Override
        public boolean known() {
            return false;
        }
    }

    private static void requireCount(TensorType type, long count) {
        Require.that(
                type.elements() == count,
                "%d values for a tensor of type %s".formatted(count, type),
                "%d values".formatted(type.elements()),
                "check the file that holds them");
    }
}
