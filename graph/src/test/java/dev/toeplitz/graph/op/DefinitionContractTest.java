package dev.toeplitz.graph.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.toeplitz.graph.op.Examples.Example;
import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Definition;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Copy;
import dev.toeplitz.graph.step.Step.Feed;
import dev.toeplitz.graph.step.Step.Move;
import dev.toeplitz.graph.step.Step.Pointwise;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every operator's steps and types, whoever adds one: no view looks past what it views. */
class DefinitionContractTest {
    static List<Example> examples() {
        return Examples.all();
    }

    /** A definition among values of these sizes: an operator's own, or a scan's body. */
    private record Placed(Definition definition, List<Long> inputs) {
        long elements(int value) {
            int count = definition.inputs();
            return value < count
                    ? inputs.get(value)
                    : definition.steps().get(value - count).result().elements();
        }

        private static Placed body(Scan scan) {
            Stream<Shape> read =
                    Stream.concat(Stream.of(scan.state()), scan.feeds().stream().map(Feed::shape));
            return new Placed(scan.body(), read.map(Shape::elements).toList());
        }
    }

    /** The operator's definition and the bodies in it. */
    private static List<Placed> definitions(Example example) {
        Definition whole = example.operator().define(example.inputs());
        List<Placed> all = new ArrayList<>();
        all.add(new Placed(
                whole, example.inputs().stream().map(TensorType::elements).toList()));
        for (Step step : whole.steps()) {
            if (step instanceof Scan scan) {
                all.add(Placed.body(scan));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyViewIsOfAWholeValue(Example example) {
        for (Placed placed : definitions(example)) {
            for (Step step : placed.definition().steps()) {
                assertThat(step.reads()).allMatch(view -> view.shape().elements() == placed.elements(view.operand()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyStepWritesIntoItsOwnValue(Example example) {
        for (Placed placed : definitions(example)) {
            Definition definition = placed.definition();
            for (int i = 0; i < definition.steps().size(); i++) {
                Step step = definition.steps().get(i);
                int own = definition.inputs() + i;
                assertThat(writes(step))
                        .allMatch(view -> view.operand() == own
                                && view.shape().elements() == step.result().elements());
            }
        }
    }

    private static Stream<View> writes(Step step) {
        return switch (step) {
            case Contract contract -> Stream.of(contract.out());
            case Move move -> move.copies().stream().map(Copy::to);
            case Pointwise _, Reduce _, Scan _ -> Stream.empty();
        };
    }

    /** A table is asked at every position of its loop, and an axis moves with no loop that is not there. */
    @ParameterizedTest
    @MethodSource("examples")
    void everyAxisMovesWithLoopsThatAreThere(Example example) {
        for (Placed placed : definitions(example)) {
            placed.definition().steps().forEach(DefinitionContractTest::requireLoops);
        }
    }

    private static void requireLoops(Step step) {
        switch (step) {
            case Contract c -> Stream.of(c.left(), c.right(), c.out()).forEach(view -> inside(view, c.loops()));
            case Pointwise p -> p.operands().forEach(view -> inside(view, Loops.over(p.result())));
            case Reduce r -> inside(r.operand(), Loops.over(r.result()).around(r.window()));
            case Move m ->
                m.copies().forEach(copy -> {
                    inside(copy.from(), copy.loops());
                    inside(copy.to(), copy.loops());
                });
            case Scan scan -> {
                inside(scan.initial(), Loops.over(scan.state()));
                scan.feeds()
                        .forEach(feed ->
                                inside(feed.view(), Loops.over(feed.shape()).with(LoopDim.TIME, scan.times())));
            }
        }
    }

    private static void inside(View view, Loops loops) {
        for (Axis axis : view.axes()) {
            switch (axis) {
                case Axis.Affine affine -> assertThat(affine.terms()).allMatch(term -> loops.position(term.dim()) >= 0);
                case Axis.Lookup(LoopDim dim, List<Integer> indices) ->
                    assertThat(indices).hasSizeGreaterThanOrEqualTo(loops.extent(dim));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyOutputHasTheTypeOfItsFamily(Example example) {
        List<DataType> types = example.operator().outputs(example.inputs()).stream()
                .map(TensorType::type)
                .toList();
        if (example.operator() instanceof DynamicQuantizeLinear) {
            assertThat(types).containsExactly(DataType.UINT8, DataType.FLOAT32, DataType.UINT8);
            return;
        }
        DataType first = example.inputs().getFirst().type();
        DataType expected = switch (example.operator()) {
            case ArgMax _, ArgMin _ -> DataType.INT64;
            case Cast cast -> cast.to();
            case OneHot oneHot -> oneHot.type();
            case QuantizeLinear quantise -> quantise.type();
            case QLinearConv conv -> conv.type();
            case QLinearMatMul product -> product.type();
            case DequantizeLinear _, DynamicQuantizeLinear _ -> DataType.FLOAT32;
            case ConvInteger _, MatMulInteger _ -> DataType.INT32;
            case Where _ -> example.inputs().get(1).type();
            case TruthOperator _ -> DataType.BOOL;
            case SameType _, SoftmaxCrossEntropyLoss _, Split _, Rnn _, Gru _, Lstm _ -> first;
        };
        assertThat(types).isNotEmpty().allMatch(expected::equals);
    }

    /** The same operator on half precision gives half precision; what is no number of its own keeps its type. */
    @ParameterizedTest
    @MethodSource("examples")
    void halfPrecisionStaysHalfPrecision(Example example) {
        assumeFalse(Examples.QUANTISED.contains(example.operator().getClass()), "scales are in single precision");
        List<TensorType> halves = example.inputs().stream()
                .map(type -> type.type() == DataType.FLOAT32 ? type.with(DataType.FLOAT16) : type)
                .toList();
        List<TensorType> single = example.operator().outputs(example.inputs());
        List<TensorType> half = example.operator().outputs(halves);
        for (int i = 0; i < single.size(); i++) {
            boolean fixed = example.operator() instanceof Cast || example.operator() instanceof OneHot;
            boolean follows = single.get(i).type() == DataType.FLOAT32 && !fixed;
            assertThat(half.get(i)).isEqualTo(follows ? single.get(i).with(DataType.FLOAT16) : single.get(i));
        }
    }
}
