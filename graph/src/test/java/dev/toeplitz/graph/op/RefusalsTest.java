package dev.toeplitz.graph.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.toeplitz.graph.op.NegativeLogLikelihoodLoss.Joined;
import dev.toeplitz.graph.op.Resize.Stretch;
import dev.toeplitz.graph.op.Slice.Range;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each family of operators says to inputs that do not fit, word for word: found; expected; what to try. */
class RefusalsTest {
    private static final Shape IMAGE = Shape.of(1, 6, 5, 5);
    private static final Window THREE = Window.of(3);

    private static Arguments inputs(String message, Operator operator, Shape... shapes) {
        List<TensorType> types =
                Stream.of(shapes).map(TensorType.float32()::with).toList();
        return arguments(message, (Runnable) () -> operator.outputs(types));
    }

    private static Arguments attributes(String message, Supplier<Operator> operator) {
        return arguments(message, (Runnable) operator::get);
    }

    static Stream<Arguments> counts() {
        return Stream.of(
                inputs("0 inputs; expected 1; check the node's inputs", new Relu()),
                inputs("1 inputs; expected 2; check the node's inputs", new Add(), IMAGE),
                inputs("1 inputs; expected 2 to 3; check the node's inputs", new Linear(), IMAGE),
                inputs("2 inputs; expected 3; check the node's inputs", new Where(), IMAGE, IMAGE),
                inputs("2 inputs; expected 1; check the node's inputs", new Cast(DataType.INT8), IMAGE, IMAGE));
    }

    static Stream<Arguments> elementwise() {
        return Stream.of(
                inputs(
                        "shapes 2x3 and 2 do not broadcast; expected extents that are equal or 1, aligned at the last"
                                + " axis; check the shapes that flow into this node",
                        new Mul(),
                        Shape.of(2, 3),
                        Shape.of(2)),
                inputs(
                        "an input of shape 4; expected rows and columns; check the graph",
                        new Trilu(true, 0),
                        Shape.of(4)));
    }

    static Stream<Arguments> convolutions() {
        return Stream.of(
                inputs(
                        "the filter's input channels is 2; expected 3; check the shapes that flow into this node",
                        Conv.square(3, 1, 0, 2),
                        IMAGE,
                        Shape.of(4, 2, 3, 3)),
                inputs(
                        "6 input channels in 4 groups; expected a multiple of the groups; check the group attribute",
                        Conv.square(3, 1, 0, 4),
                        IMAGE,
                        Shape.of(4, 2, 3, 3)),
                inputs(
                        "the input has shape 6x5x5; expected 4 axes; check the shape that flows into this node",
                        Conv.square(3, 1, 0, 1),
                        Shape.of(6, 5, 5),
                        Shape.of(4, 6, 3, 3)),
                inputs(
                        "a filter of shape 4x6x5x5 where kernel_shape says 3; expected the same size; check"
                                + " kernel_shape",
                        Conv.square(3, 1, 0, 1),
                        IMAGE,
                        Shape.of(4, 6, 5, 5)),
                inputs(
                        "the bias is 5; expected 4; check the shapes that flow into this node",
                        ConvTranspose.square(3, 2, 0, 1),
                        IMAGE,
                        Shape.of(6, 4, 3, 3),
                        Shape.of(5)),
                attributes(
                        "output padding [1]; expected 2 values; one for each spatial axis",
                        () -> new ConvTranspose(List.of(THREE, THREE), 1, List.of(1))),
                attributes("group is 0; expected at least 1; give a larger value", () -> Conv.square(3, 1, 0, 0)),
                attributes(
                        "a convolution over 0 axes; expected 1 to 3; check kernel_shape",
                        () -> new Conv(List.of(), 1)));
    }

    static Stream<Arguments> poolings() {
        return Stream.of(
                inputs(
                        "a filter that spans 7 slides over 5 elements with padding 0 + 0; expected at least as many"
                                + " elements as the filter spans; give a larger input or more padding",
                        Pool.max(7, 1, 0, false),
                        IMAGE),
                inputs(
                        "an input of shape 1x6; expected batch, channel and spatial axes; check the graph",
                        new GlobalPool(Fold.MEAN),
                        Shape.of(1, 6)),
                inputs(
                        "6 bins a side over shape 1x6x5x5; expected at most one for each pixel; leave the level out",
                        new SpatialPyramidPool(Fold.MAX, List.of(6, 1)),
                        IMAGE),
                attributes(
                        "p is 0; expected at least 1; give a larger value",
                        () -> new LpPool(0, List.of(THREE), false)));
    }

    static Stream<Arguments> products() {
        return Stream.of(
                inputs(
                        "the weight's reduced axis is 4; expected 3; check the shapes that flow into this node",
                        new Linear(),
                        Shape.of(2, 3),
                        Shape.of(5, 4)),
                inputs(
                        "the bias broadcast to the output has shape 2x5; expected 1x5; check the shapes that flow into"
                                + " this node",
                        new Linear(),
                        Shape.of(1, 3),
                        Shape.of(5, 3),
                        Shape.of(2, 5)),
                inputs(
                        "the second operand's rows is 4; expected 3; check the shapes that flow into this node",
                        new MatMul(),
                        Shape.of(2, 3),
                        Shape.of(4, 5)));
    }

    static Stream<Arguments> normalisations() {
        return Stream.of(
                inputs(
                        "a per-channel parameter is 5; expected 6; check the shapes that flow into this node",
                        new BatchNorm(1e-5),
                        IMAGE,
                        Shape.of(6),
                        Shape.of(6),
                        Shape.of(6),
                        Shape.of(5)),
                inputs(
                        "6 channels in 4 groups; expected a multiple of the groups; check the group attribute",
                        new GroupNorm(4, 1e-5),
                        IMAGE,
                        Shape.of(6),
                        Shape.of(6)),
                inputs(
                        "axis 4 of shape 1x6x5x5; expected an axis from -4 to 3; correct the axis attribute",
                        new LayerNorm(4, 1e-5),
                        IMAGE,
                        Shape.of(5)),
                inputs(
                        "2 axes from axis 3 of shape 1x6x5x5; expected 1 to 1; correct the axis attribute",
                        new Softmax(-1, 2),
                        IMAGE),
                inputs(
                        "0 axes from axis 1 of shape 1x6x5x5; expected 1 to 3; correct the axis attribute",
                        new Hardmax(1, 0),
                        IMAGE),
                attributes("a norm of order 3; expected 1 or 2; correct p", () -> new LpNorm(1, 3)),
                attributes("size is 0; expected at least 1; give a larger value", () -> new Lrn(0, 1, 1, 1)));
    }

    static Stream<Arguments> rearrangements() {
        return Stream.of(
                inputs(
                        "axis 2 of an input of shape 1x6x4x5 is 4; expected 5; check the shapes that flow into this"
                                + " node",
                        new Concat(1),
                        IMAGE,
                        Shape.of(1, 6, 4, 5)),
                inputs(
                        "150 elements of shape 1x6x5x5 reshaped to 2x70; expected as many elements; check the shape"
                                + " attribute",
                        new Reshape(Shape.of(2, 70)),
                        IMAGE),
                inputs(
                        "indices 3 to 5 of axis 0 of shape 5; expected indices that exist; correct starts and ends",
                        new Slice(List.of(new Range(3, 3, 1))),
                        Shape.of(5)),
                inputs(
                        "the sum of the parts is 5; expected 6; check the shapes that flow into this node",
                        new Split(1, List.of(2, 3)),
                        IMAGE),
                inputs(
                        "index 7 of axis 1 of shape 1x6x5x5; expected an index that exists; correct the indices",
                        new Gather(1, Shape.of(1), List.of(7)),
                        IMAGE),
                inputs(
                        "6 channels in 4 groups; expected a multiple of the groups; check the group attribute",
                        new ChannelShuffle(4),
                        IMAGE),
                inputs(
                        "a border of elements of shape 0; expected at least one element; pad with a constant",
                        new Pad(Pad.Mode.EDGE, List.of(1), List.of(1), 0),
                        Shape.of(0)),
                inputs(
                        "an empty axis 0 of shape 0 stretched to 2; expected at least one element; check the graph",
                        new Resize(
                                List.of(new Stretch(0, 2, 2, 0, 1)),
                                Coordinates.ASYMMETRIC,
                                Kernel.of(Kernel.Mode.LINEAR),
                                0),
                        Shape.of(0)),
                attributes("axes [0, 0]; expected each axis once; correct perm", () -> new Transpose(List.of(0, 0))),
                attributes(
                        "step is 0; expected any other; correct steps", () -> new Slice(List.of(new Range(0, 1, 0)))),
                attributes("a shift window of 2; expected an odd size; take 3 or 5", () -> new Shift(2)));
    }

    static Stream<Arguments> reductionsAndLosses() {
        NegativeLogLikelihoodLoss loss = new NegativeLogLikelihoodLoss(Joined.MEAN, OptionalInt.empty());
        return Stream.of(
                inputs(
                        "axes [1, -3] of shape 1x6x5x5; expected each axis once; correct axes",
                        new Reduction(Reduction.Kind.SUM, List.of(1, -3), true),
                        IMAGE),
                inputs(
                        "an empty axis of shape 3x0; expected at least one element; check axis",
                        new ArgMax(1, false, false),
                        Shape.of(3, 0)),
                inputs(
                        "the true class has shape 3; expected 2; check the shapes that flow into this node",
                        loss,
                        Shape.of(2, 4),
                        Shape.of(3)),
                inputs(
                        "the target has shape 5; expected 4; check the shapes that flow into this node",
                        new LpLoss(1),
                        Shape.of(4),
                        Shape.of(5)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "counts",
        "elementwise",
        "convolutions",
        "poolings",
        "products",
        "normalisations",
        "rearrangements",
        "reductionsAndLosses"
    })
    void saysWhatWasFoundAndWhatWasExpected(String message, Runnable refused) {
        assertThatThrownBy(refused::run).isInstanceOf(InputException.class).hasMessage(message);
    }
}
