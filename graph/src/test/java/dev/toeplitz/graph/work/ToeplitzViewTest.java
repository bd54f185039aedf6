package dev.toeplitz.graph.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ToeplitzViewTest {
    /** A convolution of random geometry: one to three axes, groups, batch, stride, dilation, uneven padding. */
    private static final class RandomConvolution {
        private final Random random;
        final int groups;
        final List<Window> windows = new ArrayList<>();
        Shape x;
        Shape w;

        RandomConvolution(long seed, int spatialAxes) {
            random = new Random(seed);
            groups = from(1, 3);
            x = Shape.of(from(1, 2), groups * from(1, 2));
            w = Shape.of(groups * from(1, 2), x.at(1) / groups);
            for (int axis = 0; axis < spatialAxes; axis++) {
                Window window = new Window(from(1, 3), from(1, 4), from(1, 3), from(0, 3), from(0, 2));
                windows.add(window);
                int least = Math.max(1, window.span() - window.before() - window.after());
                x = x.then(Shape.of(from(least, least + 6)));
                w = w.then(Shape.of(window.size()));
            }
        }

        int from(int least, int most) {
            return least + random.nextInt(most - least + 1);
        }

        Contract contract() {
            List<TensorType> types = List.of(new TensorType(DataType.FLOAT32, x), new TensorType(DataType.FLOAT32, w));
            return (Contract) new Conv(windows, groups).define(types).steps().getFirst();
        }

        Tile tile(Loops nest) {
            Tile tile = Tile.whole(nest);
            for (Loop loop : nest.list()) {
                int start = from(0, loop.extent() - 1);
                tile = tile.with(loop.dim(), start, from(1, loop.extent() - start));
            }
            return tile;
        }
    }

    private static Contract transposed(Contract c) {
        return new Contract(c.loops(), c.out().of(0), c.right().of(1), c.left().of(2));
    }

    /** The element that a view touches at a point, from the definition of a view alone. */
    private static long position(View view, Loops nest, int[] point) {
        long position = 0;
        for (int axis = 0; axis < view.axes().size(); axis++) {
            Axis.Affine affine = (Axis.Affine) view.axes().get(axis);
            long index = affine.offset();
            for (Axis.Term term : affine.terms()) {
                index += (long) term.coefficient() * point[nest.position(term.dim())];
            }
            if (index < 0 || index >= view.shape().at(axis)) {
                return ToeplitzView.PADDING;
            }
            position = position * view.shape().at(axis) + index;
        }
        return position;
    }

    private static void forEachPoint(Tile tile, int loop, int[] point, Consumer<int[]> body) {
        if (loop == point.length) {
            body.accept(point);
            return;
        }
        for (int i = 0; i < tile.ranges().get(loop).extent(); i++) {
            point[loop] = tile.ranges().get(loop).start() + i;
            forEachPoint(tile, loop + 1, point, body);
        }
    }

    private static Set<Long> touched(View view, Tile tile) {
        Set<Long> touched = new HashSet<>();
        forEachPoint(tile, 0, new int[tile.ranges().size()], point -> touched.add(position(view, tile.nest(), point)));
        touched.remove(ToeplitzView.PADDING);
        return touched;
    }

    @Property(tries = 300)
    void countsDistinctElementsOfATileAsBruteForceDoes(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int axes) {
        RandomConvolution random = new RandomConvolution(seed, axes);
        Contract c = random.contract();
        Tile tile = random.tile(c.loops());
        assertThat(ToeplitzView.of(c, Operand.INPUT).distinct(tile))
                .isEqualTo(touched(c.left(), tile).size());
        assertThat(ToeplitzView.of(c, Operand.WEIGHT).distinct(tile))
                .isEqualTo(touched(c.right(), tile).size());
        assertThat(ToeplitzView.of(c, Operand.OUTPUT).distinct(tile))
                .isEqualTo(touched(c.out(), tile).size());
        assertThat(ToeplitzView.of(transposed(c), Operand.OUTPUT).distinct(tile))
                .isEqualTo(touched(c.left(), tile).size());
    }

    @Property(tries = 150)
    void countsMatrixElementsAndBytesAsBruteForceDoes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int axes) {
        Contract c = new RandomConvolution(seed, axes).contract();
        ToeplitzView view = ToeplitzView.of(c, Operand.INPUT);
        Set<Long> distinct = new HashSet<>();
        long elements = 0;
        long fromTensor = 0;
        for (long group = 0; group < view.groups(); group++) {
            for (long row = 0; row < view.rows(); row++) {
                for (long col = 0; col < view.cols(); col++) {
                    long source = view.source(group, row, col);
                    elements++;
                    fromTensor += source == ToeplitzView.PADDING ? 0 : 1;
                    distinct.add(source);
                }
            }
        }
        distinct.remove(ToeplitzView.PADDING);
        assertThat(view.elements()).isEqualTo(elements);
        assertThat(view.elementsFromTensor()).isEqualTo(fromTensor);
        assertThat(view.implicitBytes(DataType.FLOAT32)).isEqualTo(4L * distinct.size());
        assertThat(view.explicitBytes(DataType.FLOAT32)).isEqualTo(4L * distinct.size() + 8 * elements);
    }

    /** The formula as everybody writes it: row (c, r, s), column (n, p, q), element x[n, c, S·p + D·r − pad, …]. */
    @Property(tries = 150)
    void addressesElementsAsTheClassicFormulaDoes(@ForAll long seed) {
        RandomConvolution random = new RandomConvolution(seed, 2);
        ToeplitzView view = ToeplitzView.of(random.contract(), Operand.INPUT);
        Window down = random.windows.get(0);
        Window across = random.windows.get(1);
        int channels = random.w.at(1);
        int height = random.x.at(2);
        int width = random.x.at(3);
        int outHeight = down.positions(height);
        int outWidth = across.positions(width);
        for (int g = 0; g < random.groups; g++) {
            for (int row = 0; row < channels * down.size() * across.size(); row++) {
                int s = row % across.size();
                int r = row / across.size() % down.size();
                int channel = g * channels + row / across.size() / down.size();
                for (int col = 0; col < random.x.at(0) * outHeight * outWidth; col++) {
                    int y = down.stride() * (col / outWidth % outHeight) + down.dilation() * r - down.before();
                    int x = across.stride() * (col % outWidth) + across.dilation() * s - across.before();
                    int image = col / outWidth / outHeight;
                    boolean inside = y >= 0 && y < height && x >= 0 && x < width;
                    long expected = inside ? ((long) (image * random.x.at(1) + channel) * height + y) * width + x : -1;
                    assertThat(view.source(g, row, col)).isEqualTo(expected);
                }
            }
        }
    }

    @Property(tries = 2000)
    void countsSumsOfTwoProgressions(
            @ForAll @IntRange(min = -20, max = 20) int first,
            @ForAll @IntRange(min = -6, max = 6) int a,
            @ForAll @IntRange(min = 1, max = 9) int p,
            @ForAll @IntRange(min = -6, max = 6) int b,
            @ForAll @IntRange(min = 1, max = 9) int q,
            @ForAll @IntRange(min = 1, max = 40) int extent) {
        Set<Integer> values = new HashSet<>();
        long inside = 0;
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < q; j++) {
                int value = first + a * i + b * j;
                inside += value >= 0 && value < extent ? 1 : 0;
                values.add(value);
            }
        }
        long distinct =
                values.stream().filter(value -> value >= 0 && value < extent).count();
        assertThat(Progressions.distinctOfTwo(first, a, p, b, q, extent)).isEqualTo(distinct);
        assertThat(Progressions.insideOfTwo(first, a, p, b, q, extent)).isEqualTo(inside);
    }

    @ParameterizedTest(name = "{0}: {1} channels of {2}, filter {3}, stride {4}, padding {5}")
    @CsvSource({
        "AlexNet conv1, 3, 227, 11, 4, 0, 7.10",
        "ResNet conv1, 3, 224, 7, 2, 3, 12.25",
        "3x3 SAME, 64, 56, 3, 1, 1, 9",
        "1x1, 64, 56, 1, 1, 0, 1"
    })
    void expandsInputsAsTheLecturesSay(
            String name, int channels, int size, int filter, int stride, int padding, double factor) {
        List<TensorType> types =
                List.of(TensorType.float32(1, channels, size, size), TensorType.float32(8, channels, filter, filter));
        Contract c = (Contract)
                Conv.square(filter, stride, padding, 1).define(types).steps().getFirst();
        assertThat(ToeplitzView.of(c, Operand.INPUT).expansion()).isCloseTo(factor, within(0.005));
    }

    @Test
    void reducesTheLecturesExample() {
        Window window = new Window(3, 2, 2, 0, 0);
        assertThat(MatrixReductions.of(2, List.of(window, window), List.of(9, 9)))
                .isEqualTo(new MatrixReductions(50, 18, 25, 9));
    }

    /** A loop over a matrix's diagonal moves both axes; their counts do not multiply. */
    @Test
    void enumeratesADiagonal() {
        Loops nest = Loops.none()
                .with(LoopDim.OUT_ROW, 5)
                .with(LoopDim.OUT_CHANNEL, 2)
                .with(LoopDim.IN_CHANNEL, 3);
        View diagonal = View.of(0, Shape.of(4, 4, 3))
                .axis(LoopDim.OUT_ROW)
                .axis(LoopDim.OUT_ROW)
                .axis(LoopDim.IN_CHANNEL)
                .build();
        View weight = View.of(1, Shape.of(3, 2))
                .axis(LoopDim.IN_CHANNEL)
                .axis(LoopDim.OUT_CHANNEL)
                .build();
        View out = View.of(2, Shape.of(5, 2))
                .axis(LoopDim.OUT_ROW)
                .axis(LoopDim.OUT_CHANNEL)
                .build();
        ToeplitzView view = ToeplitzView.of(new Contract(nest, diagonal, weight, out), Operand.INPUT);
        assertThat(view.distinct()).isEqualTo(12);
        assertThat(view.elementsFromTensor()).isEqualTo(12);
        assertThat(view.elements()).isEqualTo(15);
    }

    @ParameterizedTest
    @EnumSource(Operand.class)
    void seesEveryOperandOfAMatrixProductOnceAndWhole(Operand operand) {
        ToeplitzView view = ToeplitzView.of(MatrixWork.product(2, 3, 4, 5).contract(), operand);
        assertThat(view.elements()).isEqualTo(view.distinct()).isEqualTo(view.elementsFromTensor());
    }
}
