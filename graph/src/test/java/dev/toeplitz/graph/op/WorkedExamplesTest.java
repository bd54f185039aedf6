package dev.toeplitz.graph.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.op.NegativeLogLikelihoodLoss.Joined;
import dev.toeplitz.graph.reference.Reference;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The lectures' worked examples, by their numbers in section E of the shared expectations. */
class WorkedExamplesTest {
    private static final Elements X = Elements.of(Shape.of(1, 1, 3, 3), 200, 150, 150, 100, 50, 100, 25, 25, 10);
    private static final Elements K = Elements.of(Shape.of(1, 1, 3, 3), 1, 0, -1, 2, 0, -2, 1, 0, -1);
    private static final Elements ONE = Elements.of(Shape.of(1, 1, 1, 1), 1);

    private static MatrixWork work(Conv conv, Shape x, Shape w) {
        List<TensorType> types =
                List.of(TensorType.float32().with(x), TensorType.float32().with(w));
        List<Step> steps = conv.define(types).steps();
        return MatrixWork.of((Contract) steps.getFirst());
    }

    /** A convolution to so many channels, its output and its MACs. */
    private static Layer square(Shape x, int channels, int filter, int stride, int padding) {
        Conv conv = Conv.square(filter, stride, padding, 1);
        Shape w = Shape.of(channels, x.at(1), filter, filter);
        return new Layer(
                conv.output(List.of(x, w)),
                w.elements() + channels,
                work(conv, x, w).macs());
    }

    private record Layer(Shape y, long parameters, long macs) {}

    @Test
    @DisplayName("TV1: a window of 3 over 7 elements, by strides")
    void tv1AWindowOfThreeOverSeven() {
        assertThat(Window.of(3, 1, 0).positions(7)).isEqualTo(5);
        assertThat(Window.of(3, 2, 0).positions(7)).isEqualTo(3);
        assertThat(Window.of(3, 3, 0).positions(7)).as("2.33 rounded down").isEqualTo(2);
    }

    @Test
    @DisplayName("TV2: AlexNet's first layer")
    void tv2AlexNetsFirstLayer() {
        assertThat(Window.of(11, 4, 0).positions(227)).isEqualTo(55);
        assertThat(new Window(11, 4, 1, 1, 2).positions(224)).isEqualTo(55);
        assertThat(Window.of(11, 4, 0).positions(224)).as("54.25 rounded down").isEqualTo(54);
    }

    @Test
    @DisplayName("TV3: ten padded filters")
    void tv3TenPaddedFilters() {
        Layer layer = square(Shape.of(1, 3, 32, 32), 10, 5, 1, 2);
        assertThat(layer).isEqualTo(new Layer(Shape.of(1, 10, 32, 32), 760, 768_000));
    }

    @Test
    @DisplayName("TV4: six filters")
    void tv4SixFilters() {
        Layer layer = square(Shape.of(1, 3, 32, 32), 6, 5, 1, 0);
        assertThat(layer.y()).isEqualTo(Shape.of(1, 6, 28, 28));
        assertThat(layer.parameters()).isEqualTo(456);
    }

    @Test
    @DisplayName("TV5: the naive inception module")
    void tv5TheNaiveInceptionModule() {
        Shape x = Shape.of(1, 256, 28, 28);
        List<Layer> layers = List.of(square(x, 128, 1, 1, 0), square(x, 192, 3, 1, 1), square(x, 96, 5, 1, 2));
        assertThat(layers).extracting(Layer::macs).containsExactly(25_690_112L, 346_816_512L, 481_689_600L);
        List<Shape> branches = new ArrayList<>(layers.stream().map(Layer::y).toList());
        branches.add(Pool.max(3, 1, 1, false).output(List.of(x)));
        assertThat(new Concat(1).output(branches)).isEqualTo(Shape.of(1, 672, 28, 28));
    }

    @Test
    @DisplayName("TV6: the same with reducers")
    void tv6TheSameWithReducers() {
        Shape x = Shape.of(1, 256, 28, 28);
        Layer reducer = square(x, 64, 1, 1, 0);
        List<Layer> layers = List.of(
                square(x, 128, 1, 1, 0), square(reducer.y(), 192, 3, 1, 1), square(reducer.y(), 96, 5, 1, 2), reducer);
        assertThat(new Concat(1).output(layers.stream().map(Layer::y).toList())).isEqualTo(Shape.of(1, 480, 28, 28));
        long macs = layers.stream().mapToLong(Layer::macs).sum() + 2 * reducer.macs();
        assertThat(reducer.macs()).isEqualTo(12_845_056);
        assertThat(macs).as("not the 358M that the slide prints").isEqualTo(271_351_808);
    }

    @Test
    @DisplayName("TV7: cross correlation and its gradients")
    void tv7CrossCorrelationAndItsGradients() {
        Conv conv = Conv.square(3, 1, 0, 1);
        assertThat(Elements.run(conv, X, K).values()).containsExactly(65);
        assertThat(Elements.run(conv, X, turned(K)).values()).containsExactly(-65);
        // By the filter: the input correlated with the upstream gradient. By the input: the transposed convolution.
        Elements.run(Conv.square(1, 1, 0, 1), X, ONE).assertEquals(X);
        Elements.run(ConvTranspose.square(3, 1, 0, 1), ONE, K).assertEquals(K);
    }

    private static Elements turned(Elements filter) {
        Elements turned = Elements.zeros(1, 1, 3, 3);
        filter.forEach(p -> turned.set(filter.at(p), 0, 0, 2 - p[2], 2 - p[3]));
        return turned;
    }

    @Test
    @DisplayName("TV8: the largest of the window")
    void tv8TheLargestOfTheWindow() {
        assertThat(Elements.run(Pool.max(3, 1, 0, false), X).values()).containsExactly(200);
        Tensor first = Reference.evaluate(
                        new ArgMax(-1, false, false), List.of(X.as(Shape.of(9)).tensor()))
                .getFirst();
        assertThat(first.toDoubles()).as("where the gradient goes").containsExactly(0);
    }

    @Test
    @DisplayName("TV9: softmax and cross entropy of three scores")
    void tv9SoftmaxAndCrossEntropyOfThreeScores() {
        Elements scores = Elements.of(Shape.of(1, 3), 3.2, 5.1, -1.7);
        assertThat(Elements.run(new Exp(), scores).values())
                .containsExactly(new double[] {24.5325, 164.0219, 0.1827}, Offset.offset(5e-5));
        assertThat(Elements.run(new Softmax(1, 1), scores).values())
                .containsExactly(new double[] {0.12998, 0.86905, 0.00097}, Offset.offset(5e-6));
        assertThat(crossEntropy(scores, 0)).isCloseTo(2.0404, Offset.offset(5e-5));
    }

    private static double crossEntropy(Elements scores, int trueClass) {
        NegativeLogLikelihoodLoss mean = new NegativeLogLikelihoodLoss(Joined.MEAN, OptionalInt.empty());
        return Reference.evaluate(new SoftmaxCrossEntropyLoss(mean), List.of(scores.tensor(), classes(trueClass)))
                .getFirst()
                .at(0);
    }

    private static Tensor classes(int trueClass) {
        return Tensor.of(new TensorType(DataType.INT64, Shape.of(1)), trueClass);
    }

    @Test
    @DisplayName("TV10: the linear classifier's two losses")
    void tv10TheLinearClassifiersTwoLosses() {
        Elements w = Elements.of(Shape.of(3, 4), 0.01, -0.05, 0.1, 0.05, 0.7, 0.2, 0.05, 0.16, 0, -0.45, -0.2, 0.03);
        Elements x = Elements.of(Shape.of(1, 4), -15, 22, -44, 56);
        Elements b = Elements.of(Shape.of(3), 0, 0.2, -0.3);
        Elements scores = Elements.run(new Linear(), x, w, b);
        assertThat(scores.values()).containsExactly(new double[] {-2.85, 0.86, 0.28}, Offset.offset(1e-9));
        Tensor hinge = Reference.evaluate(new HingeLoss(), List.of(scores.tensor(), classes(2)))
                .getFirst();
        assertThat(hinge.at(0)).isCloseTo(1.58, Offset.offset(1e-9));
        assertThat(Elements.run(new Softmax(1, 1), scores).values()[2]).isCloseTo(0.3534, Offset.offset(5e-5));
        assertThat(crossEntropy(scores, 2)).isCloseTo(1.0402, Offset.offset(1e-4));
    }

    @Test
    @DisplayName("TV15: dilation and stride leave rows and columns of the matrix out")
    void tv15DilationAndStrideLeaveRowsAndColumnsOfTheMatrixOut() {
        Window window = new Window(3, 2, 2, 0, 0);
        Conv conv = new Conv(List.of(window, window), 1);
        Shape x = Shape.of(1, 2, 9, 9);
        Shape w = Shape.of(4, 2, 3, 3);
        assertThat(conv.output(List.of(x, w))).isEqualTo(Shape.of(1, 4, 3, 3));
        MatrixWork work = work(conv, x, w);
        assertThat(work.k()).as("not the 50 of the filter spread out").isEqualTo(18);
        assertThat(work.m()).as("not the 25 of stride 1").isEqualTo(9);
    }

    @Test
    @DisplayName("TV16: five down samplings")
    void tv16FiveDownSamplings() {
        Shape square = Shape.of(1, 3, 224, 224);
        Shape wide = Shape.of(1, 3, 512, 1024);
        for (int i = 0; i < 5; i++) {
            square = Pool.max(2, 2, 0, false).output(List.of(square));
            wide = Pool.max(2, 2, 0, false).output(List.of(wide));
        }
        assertThat(square).isEqualTo(Shape.of(1, 3, 7, 7));
        assertThat(wide).isEqualTo(Shape.of(1, 3, 16, 32));
    }

    @Test
    void aFilterLargerThanTheMapIsRefused() {
        assertThatThrownBy(() -> Window.of(8).positions(7))
                .isInstanceOf(InputException.class)
                .hasMessage("a filter that spans 8 slides over 7 elements with padding 0 + 0; expected at least as many"
                        + " elements as the filter spans; give a larger input or more padding");
    }
}
