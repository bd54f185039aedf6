package dev.toeplitz.graph.tensor;

import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.Arrays;

/**
 * A tensor's values, row-major. Integers beyond 2^53 lose their last bits, since values are read as doubles. Weights
 * are kept as briefly as they can be described: a fill or a seed takes no memory until it is read.
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
            return Rounding.to(type.type(), base.at(index) * factors[index / run % factors.length]);
        }

        @Override
        public boolean known() {
            return base.known();
        }
    }

    /**
     * Another tensor's elements in steps, as 8-bit integers: element i in steps of steps[⌊i / {@code run}⌋ mod count], rounded to the
     * nearest, the even one of two, and no larger than 127. As brief as the other tensor. The steps are not copied.
     */
    record Quantised(TensorType type, Tensor base, double[] steps, int run) implements Tensor {
        private static final int MOST = 127;

        public Quantised {
            Require.positive("run", run);
            Require.positive("number of steps", steps.length);
            Require.that(
                    base.type().elements() == type.elements() && type.type() == DataType.INT8,
                    "a tensor of type %s quantised as %s".formatted(base.type(), type),
                    "as many elements of INT8",
                    "check the shape");
        }

        @Override
        public double at(int index) {
            return Math.clamp(Math.rint(base.at(index) / steps[index / run % steps.length]), -MOST, MOST);
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

    private static void requireCount(TensorType type, int count) {
        Require.that(
                type.elements() == count,
                "%d values for a tensor of type %s".formatted(count, type),
                "%d values".formatted(type.elements()),
                "check the file that holds them");
    }
}
