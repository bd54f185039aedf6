package dev.toeplitz.graph.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.op.BatchNorm;
import dev.toeplitz.graph.op.Concat;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.MatMul;
import dev.toeplitz.graph.op.Pool;
import dev.toeplitz.graph.op.Reshape;
import dev.toeplitz.graph.op.Softmax;
import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Scalar;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointByPointTest {
    private static Tensor tensor(Shape shape, double... values) {
        return Tensor.of(TensorType.float32().with(shape), values);
    }

    private static double[] only(List<Tensor> outputs) {
        assertThat(outputs).hasSize(1);
        return outputs.getFirst().toDoubles();
    }

    @Test
    void convolvesAsWorkedOutByHand() {
        Tensor x = tensor(Shape.of(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);
        Tensor w = tensor(Shape.of(1, 1, 2, 2), 1, 0, 0, -1);
        assertThat(only(PointByPoint.evaluate(Conv.square(2, 1, 0, 1), x, w))).containsExactly(-4, -4, -4, -4);
    }

    @Test
    void takesPaddingAsZerosAndAddsTheBias() {
        Tensor x = tensor(Shape.of(1, 1, 2, 2), 1, 2, 3, 4);
        Tensor w = tensor(Shape.of(1, 1, 3, 3), 1, 1, 1, 1, 1, 1, 1, 1, 1);
        Tensor bias = tensor(Shape.of(1), 0.5);
        assertThat(only(PointByPoint.evaluate(Conv.square(3, 1, 1, 1), x, w, bias)))
                .containsExactly(10.5, 10.5, 10.5, 10.5);
    }

    @Test
    void keepsGroupsApart() {
        Tensor x = tensor(Shape.of(1, 2, 1, 1), 3, 5);
        Tensor w = tensor(Shape.of(2, 1, 1, 1), 10, 100);
        assertThat(only(PointByPoint.evaluate(Conv.square(1, 1, 0, 2), x, w))).containsExactly(30, 500);
    }

    @Test
    void leavesPaddingOutOfMaximumAndOfMeansDivisor() {
        Tensor x = tensor(Shape.of(1, 1, 2, 2), -1, -2, -3, -4);
        assertThat(only(PointByPoint.evaluate(Pool.max(2, 2, 1, false), x))).containsExactly(-1, -2, -3, -4);
        assertThat(only(PointByPoint.evaluate(Pool.mean(3, 2, 1, false), x))).containsExactly(-2.5);
        Pool counting = new Pool(Fold.MEAN, Pool.mean(3, 2, 1, false).windows(), false, true);
        assertThat(only(PointByPoint.evaluate(counting, x))[0]).isCloseTo(-10.0 / 9, within(1e-15));
    }

    @Test
    void givesAnEmptyWindowTheFoldsIdentity() {
        View beyond = View.of(0, Shape.of(1)).axis(Axis.at(7)).build();
        assertThat(folded(Fold.SUM, beyond)).isZero();
        assertThat(folded(Fold.PRODUCT, beyond)).isEqualTo(1);
        assertThat(folded(Fold.MAX, beyond)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(folded(Fold.MIN, beyond)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(folded(Fold.MEAN, beyond)).isNaN();
    }

    private static double folded(Fold fold, View view) {
        Reduce reduce = new Reduce(Shape.SCALAR, Loops.none().with(LoopDim.IN_COL, 2), view, fold);
        return PointByPoint.evaluate(new Definition(1, List.of(reduce)), List.of(new double[] {3}))
                .getFirst()[0];
    }

    @Test
    void fillsWhatNoCopyWritesAndWhatACopyReadsFromOutside() {
        Shape y = Shape.of(5);
        Copy copy = new Copy(
                Loops.none().with(LoopDim.AXIS_0, 4),
                View.of(0, Shape.of(2)).axis(Axis.of(-1, LoopDim.AXIS_0, 1)).build(),
                View.of(1, y).axis(Axis.of(2, LoopDim.AXIS_0, 1)).build());
        Definition move = new Definition(1, List.of(new Move(y, List.of(copy), 9)));
        assertThat(PointByPoint.evaluate(move, List.of(new double[] {1, 2})).getFirst())
                .containsExactly(9, 9, 9, 1, 2);
    }

    @Test
    void multipliesMatricesJoinsAndReshapes() {
        Tensor a = tensor(Shape.of(2, 2), 1, 2, 3, 4);
        Tensor b = tensor(Shape.of(2, 1), 5, 6);
        assertThat(only(PointByPoint.evaluate(new MatMul(), a, b))).containsExactly(17, 39);
        assertThat(only(PointByPoint.evaluate(new Concat(1), a, b))).containsExactly(1, 2, 5, 3, 4, 6);
        assertThat(only(PointByPoint.evaluate(new Reshape(Shape.of(4)), a))).containsExactly(1, 2, 3, 4);
    }

    @Test
    void normalisesEachChannelByItsOwnStatistics() {
        Tensor x = tensor(Shape.of(1, 2, 1), 3, 10);
        Tensor y = only(new BatchNorm(0), x, perChannel(2, 1), perChannel(1, 0), perChannel(1, 8), perChannel(4, 1));
        assertThat(y.toDoubles()).containsExactly(3, 2);
    }

    private static Tensor only(BatchNorm norm, Tensor... inputs) {
        return PointByPoint.evaluate(norm, inputs).getFirst();
    }

    private static Tensor perChannel(double... values) {
        return tensor(Shape.of(values.length), values);
    }

    @Test
    void softmaxAddsUpToOneAlongItsAxis() {
        Tensor x = tensor(Shape.of(2, 3), 1, 2, 3, 1000, 1000, 1000);
        double[] y = only(PointByPoint.evaluate(new Softmax(1, 1), x));
        assertThat(y[0] + y[1] + y[2]).isCloseTo(1, within(1e-15));
        assertThat(y[2] / y[1]).isCloseTo(Math.E, within(1e-14));
        assertThat(y[5]).isCloseTo(1.0 / 3, within(1e-16));
    }

    @Test
    void countsAlongAnAxisByIndex() {
        Shape y = Shape.of(2, 3);
        Scalar f = new Scalar.Index(LoopDim.AXIS_0).times(10).plus(new Scalar.Index(LoopDim.AXIS_1));
        Definition index = new Definition(0, List.of(new Pointwise(y, List.of(), f)));
        assertThat(PointByPoint.evaluate(index, List.of()).getFirst()).containsExactly(0, 1, 2, 10, 11, 12);
    }

    @Test
    void refusesAPointwiseReadOutsideItsOperand() {
        View beyond = View.of(0, Shape.of(1)).axis(Axis.at(1)).build();
        Definition f = new Definition(1, List.of(new Pointwise(Shape.SCALAR, List.of(beyond), Scalar.arg(0))));
        assertThatThrownBy(() -> PointByPoint.evaluate(f, List.of(new double[] {1})))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a pointwise step reads outside operand 0");
    }
}
