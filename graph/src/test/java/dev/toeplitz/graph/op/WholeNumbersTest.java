package dev.toeplitz.graph.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.op.Resize.Stretch;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is an integer stays one: a definition sees its inputs' types, and truncates as ONNX Runtime does. */
class WholeNumbersTest {
    private static Tensor integers(double... values) {
        return Tensor.of(new TensorType(DataType.INT32, Shape.of(values.length)), values);
    }

    private static double[] run(Operator operator, Tensor... inputs) {
        return Reference.evaluate(operator, List.of(inputs)).getFirst().toDoubles();
    }

    @Test
    void quotientsAreTruncatedTowardsZero() {
        assertThat(run(new Div(), integers(7, -7, 7, -7), integers(2, 2, -2, -2)))
                .containsExactly(3, -3, -3, 3);
    }

    @Test
    void remaindersHaveTheDivisorsSignOrTheDividends() {
        Tensor x = integers(7, -7, 7, -7);
        Tensor y = integers(3, 3, -3, -3);
        assertThat(run(new Mod(false), x, y)).containsExactly(1, 2, -2, -1);
        assertThat(run(new Mod(true), x, y)).containsExactly(1, -1, 1, -1);
    }

    @Test
    void powersAreOfTheBasesType() {
        Tensor half = Tensor.of(TensorType.float32(3), 0.5, 0.5, -1);
        assertThat(run(new Pow(), integers(2, 9, 2), half)).containsExactly(1, 3, 0);
        assertThat(run(new Pow(), Tensor.of(TensorType.float32(1), 2), integers(-1)))
                .containsExactly(0.5);
    }

    @ParameterizedTest
    @EnumSource(Reduction.Kind.class)
    void reducedIntegersAreIntegers(Reduction.Kind kind) {
        double[] reduced = run(new Reduction(kind, List.of(0), false), integers(5, 2, 4));
        assertThat(reduced).hasSize(1);
        assertThat(DoubleStream.of(reduced)).allMatch(value -> value == Math.rint(value));
    }

    @Test
    void theMeanOfIntegersIsTruncated() {
        Reduction mean = new Reduction(Reduction.Kind.MEAN, List.of(0), true);
        assertThat(run(mean, integers(5, 2, 4))).containsExactly(3);
        assertThat(run(mean, integers(-5, -2, -4))).containsExactly(-3);
    }

    @Test
    void pixelsBetweenPixelsAreTruncated() {
        Resize doubled = new Resize(
                List.of(new Stretch(0, 4, 2, 0, 1)), Coordinates.HALF_PIXEL, Kernel.of(Kernel.Mode.LINEAR), 0);
        assertThat(run(doubled, integers(1, 4))).containsExactly(1, 1, 3, 4);
    }

    @Test
    void truthIsOneAndIntegersAreCutOff() {
        Tensor x = Tensor.of(TensorType.float32(4), -1.5, 0, 0.5, 2.7);
        assertThat(run(new Cast(DataType.INT8), x)).containsExactly(-1, 0, 0, 2);
        assertThat(run(new Cast(DataType.BOOL), x)).containsExactly(1, 0, 1, 1);
    }
}
