package dev.toeplitz.graph.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.reference.RandomDefinitions.Case;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.work.ToeplitzView;
import dev.toeplitz.terms.Operand;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TabulatedTest {
    @Property(tries = 2000)
    void givesWhatPointByPointGives(@ForAll long seed) {
        Case any = new RandomDefinitions(seed).any();
        double[] expected =
                PointByPoint.evaluate(any.definition(), any.arrays()).getFirst();
        double[] found = Tabulated.evaluate(any.definition(), any.inputs()).getFirst();
        if (sumsInTheSameOrder(any)) {
            assertThat(found).containsExactly(expected);
        } else {
            assertThat(found).containsExactly(expected, Offset.offset(1e-11));
        }
    }

    private static boolean sumsInTheSameOrder(Case any) {
        return !(any.definition().steps().getFirst() instanceof Contract contract)
                || Injectivity.holds(contract.out(), Roles.of(contract).ofResult());
    }

    @Property(tries = 300)
    void givesTheSameWithBoundsBesideIt(@ForAll long seed) {
        Case any = new RandomDefinitions(seed).any();
        double[] plain = Tabulated.evaluate(any.definition(), any.inputs()).getFirst();
        Bounded bounded = Tabulated.bounded(
                        any.definition(),
                        any.inputs().stream().map(Inexact::exact).toList(),
                        Precision.EXACT)
                .getFirst();
        assertThat(bounded.value()).containsExactly(plain);
        assertThat(DoubleStream.of(bounded.bound())).allMatch(bound -> bound >= 0);
    }

    /** The tables that the reference multiplies by are the Toeplitz view that the simulator counts with. */
    @Property(tries = 200)
    void readsWhatTheToeplitzViewSays(@ForAll long seed) {
        Contract c = (Contract)
                new RandomDefinitions(seed).convolution().definition().steps().getFirst();
        Roles roles = Roles.of(c);
        ToeplitzView view = ToeplitzView.of(c, Operand.INPUT);
        TabulatedView table = new TabulatedView(c.left(), Roles.join(roles.groups(), roles.rows()), roles.depth());
        for (int row = 0; row < table.rows(); row++) {
            for (int k = 0; k < table.cols(); k++) {
                long source = view.source(row / view.cols(), k, row % view.cols());
                assertThat((long) table.position(row, k)).isEqualTo(source);
            }
        }
    }

    @Test
    void paddingAddsNothingEvenToAnInfiniteWeight() {
        Tensor x = Tensor.of(TensorType.float32(1, 1, 1, 1), 2);
        Tensor w = Tensor.of(TensorType.float32(1, 1, 3, 3), 1.0 / 0, 1, 1, 1, 5, 1, 1, 1, Double.NaN);
        List<Tensor> y = Reference.evaluate(Conv.square(3, 1, 1, 1), List.of(x, w));
        assertThat(y.getFirst().toDoubles()).containsExactly(10);
    }

    @Test
    void readsWeightsThatAreOnlyDescribed() {
        Tensor x = new RandomDefinitions(1).tensor(Shape.of(1, 3, 5, 5));
        Tensor drawn = new Tensor.Random(TensorType.float32(20, 3, 3, 3), 7, 0, 1);
        Tensor written = Tensor.of(drawn.type(), drawn.toDoubles());
        Conv conv = Conv.square(3, 1, 1, 1);
        assertThat(Reference.evaluate(conv, List.of(x, drawn)).getFirst().toDoubles())
                .containsExactly(
                        Reference.evaluate(conv, List.of(x, written)).getFirst().toDoubles());
    }
}
