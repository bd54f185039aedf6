package dev.toeplitz.graph.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Softmax;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.LoopDim;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The bound holds for every order of summation in single precision, and is still tight enough to catch one wrong tap. */
class ErrorBoundTest {
    private static final Precision SINGLE = Precision.of(DataType.FLOAT32);

    private static float[] floats(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Tensor tensor(float[] values, int... extents) {
        return new Tensor.Floats(TensorType.float32(extents), values);
    }

    private static Bounded dot(float[] a, float[] b) {
        Tensor row = tensor(a, 1, a.length);
        Tensor column = tensor(b, b.length, 1);
        return Reference.bounded(new MatMul(), List.of(row, column), SINGLE).getFirst();
    }

    /** Sums a random binary tree of partial sums; {@code skip} is left out. */
    private static float inRandomOrder(Random random, float[] a, float[] b, int skip) {
        float[] partial = new float[a.length];
        for (int k = 0; k < a.length; k++) {
            partial[k] = k == skip ? 0 : a[k] * b[k];
        }
        for (int left = partial.length; left > 1; left--) {
            int i = random.nextInt(left);
            float taken = partial[i];
            partial[i] = partial[left - 1];
            partial[random.nextInt(left - 1)] += taken;
        }
        return partial[0];
    }

    @Property(tries = 500)
    void holdsForSinglePrecisionSumsInAnyOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 600) int depth) {
        Random random = new Random(seed);
        float[] a = floats(random, depth);
        float[] b = floats(random, depth);
        Bounded bounded = dot(a, b);
        assertThat(bounded.accepts(0, inRandomOrder(random, a, b, -1))).isTrue();
    }

    /** Of numbers of one sign, so that the sum itself is right to far more bits than a half has. */
    @Property(tries = 500)
    void theNearestHalfIsWithinTheBoundOfWhatIsStoredSoAndTheSecondNextIsNot(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int depth) {
        Random random = new Random(seed);
        float[] a = floats(random, depth);
        float[] b = new float[depth];
        for (int k = 0; k < depth; k++) {
            b[k] = Math.signum(a[k]) * (0.5f + random.nextFloat());
        }
        Bounded bounded = Reference.bounded(
                        new MatMul(), List.of(tensor(a, 1, depth), tensor(b, depth, 1)), SINGLE.storedAsHalf())
                .getFirst();
        short half = Float.floatToFloat16(inRandomOrder(random, a, b, -1));
        assertThat(bounded.accepts(0, Float.float16ToFloat(half))).isTrue();
        assertThat(bounded.accepts(0, Float.float16ToFloat((short) (half + 2)))).isFalse();
        assertThat(bounded.accepts(0, Float.float16ToFloat((short) (half - 2)))).isFalse();
    }

    /**
     * Measured: of 1000 sums of 576 normal products (a 3×3 filter over 64 channels) that each lack one, 959 are refused;
     * the others lack a product below 1/50 of the usual.
     */
    @Test
    void refusesASumThatLacksOneTap() {
        Random random = new Random(20);
        int refused = 0;
        for (int trial = 0; trial < 1000; trial++) {
            float[] a = floats(random, 576);
            float[] b = floats(random, 576);
            refused += dot(a, b).accepts(0, inRandomOrder(random, a, b, random.nextInt(576))) ? 0 : 1;
        }
        assertThat(refused).isGreaterThanOrEqualTo(940);
    }

    /** The worst case against what happens: sums of 576 products in random order use at most 1/1500 of their bound. */
    @Test
    void isWithinFourOrdersOfWhatHappens() {
        Random random = new Random(21);
        double used = 0;
        for (int trial = 0; trial < 200; trial++) {
            float[] a = floats(random, 576);
            float[] b = floats(random, 576);
            Bounded bounded = dot(a, b);
            used = Math.max(used, Math.abs(inRandomOrder(random, a, b, -1) - bounded.value()[0]) / bounded.bound()[0]);
        }
        assertThat(used).isBetween(1e-4, 1.0);
    }

    @Property(tries = 200)
    void holdsForSoftmaxInSinglePrecision(@ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int count) {
        float[] x = floats(new Random(seed), count);
        Bounded bounded = Reference.bounded(new Softmax(1, 1), List.of(tensor(x, 1, count)), SINGLE)
                .getFirst();
        float largest = Float.NEGATIVE_INFINITY;
        for (float element : x) {
            largest = Math.max(largest, element);
        }
        float[] powers = new float[count];
        float sum = 0;
        for (int i = 0; i < count; i++) {
            powers[i] = (float) Math.exp(x[i] - largest);
            sum += powers[i];
        }
        for (int i = 0; i < count; i++) {
            assertThat(bounded.accepts(i, powers[i] / sum)).isTrue();
            assertThat(bounded.accepts(i, powers[i] / sum * 1.001f)).isFalse();
        }
    }

    /** Single precision as a device would: every operation's result rounded. Gives up where a float would overflow. */
    private static final class SingleEvaluation {
        private final float[] operands;
        private final int[] indices;
        private boolean overflows;

        SingleEvaluation(float[] operands, int... indices) {
            this.operands = operands;
            this.indices = indices;
        }

        float of(Scalar f) {
            float result = switch (f) {
                case Scalar.Arg(int operand) -> operands[operand];
                case Scalar.Const(double value) -> (float) value;
                case Scalar.Index(LoopDim axis) -> indices[axis.ordinal() - LoopDim.AXIS_0.ordinal()];
                case Scalar.Table(LoopDim axis, var values) ->
                    values.get(indices[axis.ordinal() - LoopDim.AXIS_0.ordinal()])
                            .floatValue();
                case Scalar.Unary(var op, Scalar x) -> (float) Arithmetic.apply(op, of(x));
                case Scalar.Binary(var op, Scalar x, Scalar y) -> (float) Arithmetic.apply(op, of(x), of(y));
                case Scalar.Select(Scalar condition, Scalar then, Scalar otherwise) ->
                    of(condition) != 0 ? of(then) : of(otherwise);
            };
            overflows |= Float.isNaN(result) || Math.abs(result) > 1e30f;
            return result;
        }
    }

    @Property(tries = 3000)
    void holdsForAnyExpressionInSinglePrecision(@ForAll long seed) {
        RandomDefinitions random = new RandomDefinitions(seed);
        Scalar f = random.scalar(4);
        float[] operands = floats(new Random(seed), 3);
        SingleEvaluation single = new SingleEvaluation(operands, 0, 0, 0);
        float observed = single.of(f);
        List<Inexact> inputs = IntStream.range(0, 3)
                .mapToObj(i -> Inexact.exact(tensor(new float[] {operands[i]})))
                .toList();
        List<View> views = IntStream.range(0, 3)
                .mapToObj(i -> View.aligned(i, Shape.SCALAR, Shape.SCALAR))
                .toList();
        Definition definition = new Definition(3, List.of(new Pointwise(Shape.SCALAR, views, f)));
        Bounded bounded = Tabulated.bounded(definition, inputs, SINGLE).getFirst();
        assertThat(single.overflows || bounded.accepts(0, observed))
                .as("%s of %s: %s, not %s ± %s", f, operands, observed, bounded.value()[0], bounded.bound()[0])
                .isTrue();
    }

    @Test
    void isNothingForMaximaAndForIntegers() {
        Tensor x = tensor(floats(new Random(3), 16), 1, 1, 4, 4);
        Bounded pooled =
                Reference.bounded(Pool.max(2, 2, 0, false), List.of(x), SINGLE).getFirst();
        assertThat(DoubleStream.of(pooled.bound())).containsOnly(0.0);
        Tensor integers = Tensor.of(new TensorType(DataType.INT32, Shape.of(2)), 3, -5);
        Bounded product = Reference.bounded(new Mul(), List.of(integers, integers), SINGLE)
                .getFirst();
        assertThat(DoubleStream.of(product.bound())).containsOnly(0.0);
        assertThat(product.accepts(1, 26)).isFalse();
    }

    /** A float network whose inputs are off: what a device computes from the wrong inputs stays within the bound. */
    @Property(tries = 300)
    void carriesInputErrorsThroughAnyStep(@ForAll long seed) {
        RandomDefinitions.Case any = new RandomDefinitions(seed).any();
        Random random = new Random(seed);
        List<Inexact> inputs = any.inputs().stream()
                .map(x -> new Inexact(x, new Tensor.Filled(x.type(), 1e-3)))
                .toList();
        List<double[]> wrong = any.arrays();
        wrong.forEach(values -> Arrays.setAll(values, i -> values[i] + 1e-3 * (2 * random.nextDouble() - 1)));
        Bounded bounded = Tabulated.bounded(any.definition(), inputs, Precision.of(DataType.FLOAT64))
                .getFirst();
        double[] observed = PointByPoint.evaluate(any.definition(), wrong).getFirst();
        for (int i = 0; i < observed.length; i++) {
            assertThat(bounded.accepts(i, observed[i]))
                    .as("element %d: %s, not %s ± %s", i, observed[i], bounded.value()[i], bounded.bound()[i])
                    .isTrue();
        }
    }

    @Test
    void countsHowManySumsMeetInATransposedConvolution() {
        Conv conv = new Conv(List.of(Window.of(2)), 1);
        Definition forward = conv.define(List.of(TensorType.float32(1, 1, 3), TensorType.float32(1, 1, 2)));
        Contract c = (Contract) forward.steps().getFirst();
        Contract backward =
                new Contract(c.loops(), c.out().of(0), c.right().of(1), c.left().of(2));
        Inexact ones = Inexact.exact(tensor(new float[] {1, 1}, 1, 1, 2));
        Bounded x = Tabulated.bounded(new Definition(2, List.of(backward)), List.of(ones, ones), SINGLE)
                .getFirst();
        assertThat(x.value()).containsExactly(1, 2, 1);
        assertThat(x.bound()[0]).isBetween(SINGLE.unit(), 1.01 * SINGLE.unit());
        assertThat(x.bound()[1]).isBetween(4 * SINGLE.unit(), 4.01 * SINGLE.unit());
    }
}
