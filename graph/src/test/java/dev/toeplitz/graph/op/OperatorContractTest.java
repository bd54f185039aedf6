package dev.toeplitz.graph.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.op.Examples.Example;
import dev.toeplitz.graph.reference.Bounded;
import dev.toeplitz.graph.reference.PointByPoint;
import dev.toeplitz.graph.reference.Precision;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every operator, whoever adds one. */
class OperatorContractTest {
    static List<Example> examples() {
        return Examples.all();
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        return permitted == null ? Stream.of(type) : Arrays.stream(permitted).flatMap(OperatorContractTest::leaves);
    }

    @Test
    void everyOperatorHasAnExample() {
        Set<Class<?>> shown = new HashSet<>();
        examples().forEach(example -> shown.add(example.operator().getClass()));
        assertThat(leaves(Operator.class)).allMatch(shown::contains);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void saysTheSameShapesTwice(Example example) {
        List<TensorType> outputs = example.operator().outputs(example.inputs());
        Definition definition = example.operator().define(example.inputs());
        assertThat(definition.inputs()).isEqualTo(example.inputs().size());
        assertThat(definition.outputs()).hasSameSizeAs(outputs);
        for (int i = 0; i < outputs.size(); i++) {
            assertThat(definition.result(i).elements()).isEqualTo(outputs.get(i).elements());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void hasItsWorkClassified(Example example) {
        for (Step step : example.operator().define(example.inputs()).steps()) {
            assertThat(Work.of(step)).isNotEmpty();
            long macs = Work.of(step).stream()
                    .mapToLong(work -> work instanceof MatrixWork matrix ? matrix.macs() : 0)
                    .sum();
            assertThat(macs).isEqualTo(points(step));
        }
    }

    /** Of a step's contractions, those of a scan at each time. */
    private static long points(Step step) {
        return switch (step) {
            case Contract contract -> contract.loops().points();
            case Scan scan ->
                scan.times()
                        * scan.body().steps().stream()
                                .mapToLong(OperatorContractTest::points)
                                .sum();
            case Pointwise _, Reduce _, Move _ -> 0;
        };
    }

    @ParameterizedTest
    @MethodSource("examples")
    void computesTheSameWrittenOut(Example example) {
        Definition definition = example.operator().define(example.inputs());
        List<Tensor> values = example.values(5);
        List<double[]> scanned = Reference.evaluate(definition, values);
        List<double[]> unrolled = Reference.evaluate(definition.unrolled(), values);
        assertThat(definition.unrolled().steps()).noneMatch(Scan.class::isInstance);
        for (int i = 0; i < scanned.size(); i++) {
            assertClose(unrolled.get(i), scanned.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void refusesAnotherNumberOfInputs(Example example) {
        List<TensorType> more = new ArrayList<>(example.inputs());
        while (!example.variadic() && more.size() < 9) {
            more.add(more.getLast());
        }
        assertThatThrownBy(() -> example.operator().outputs(List.of())).isInstanceOf(InputException.class);
        if (!example.variadic()) {
            assertThatThrownBy(() -> example.operator().outputs(more)).isInstanceOf(InputException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void refusesShapesThatDoNotFit(Example example) {
        for (List<TensorType> wrong : example.refused()) {
            assertThatThrownBy(() -> example.operator().outputs(wrong))
                    .as("%s of %s", example, wrong)
                    .isInstanceOf(InputException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void givesTheSamePointByPointAndTabulated(Example example) {
        List<Tensor> values = example.values(7);
        List<Tensor> slow = PointByPoint.evaluate(example.operator(), values.toArray(Tensor[]::new));
        List<Tensor> fast = Reference.evaluate(example.operator(), values);
        assertThat(fast).hasSameSizeAs(slow);
        for (int i = 0; i < slow.size(); i++) {
            assertThat(fast.get(i).type()).isEqualTo(slow.get(i).type());
            assertClose(fast.get(i).toDoubles(), slow.get(i).toDoubles());
        }
    }

    private static void assertClose(double[] found, double[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            boolean close = Double.compare(found[i], expected[i]) == 0
                    || Math.abs(found[i] - expected[i]) <= 1e-12 * (1 + Math.abs(expected[i]));
            assertThat(close)
                    .as("element %d: %s, not %s", i, found[i], expected[i])
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void standsWithinItsOwnBounds(Example example) {
        List<Tensor> values = example.values(11);
        List<Bounded> bounded = Reference.bounded(example.operator(), values, Precision.of(DataType.FLOAT32));
        List<Tensor> exact = Reference.evaluate(example.operator(), values);
        for (int i = 0; i < exact.size(); i++) {
            for (int j = 0; j < exact.get(i).type().elements(); j++) {
                assertThat(bounded.get(i).accepts(j, exact.get(i).at(j))).isTrue();
            }
        }
    }
}
