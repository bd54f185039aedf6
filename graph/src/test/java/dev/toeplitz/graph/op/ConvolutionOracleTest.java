package dev.toeplitz.graph.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;

/** Convolutions and poolings against loops over every axis: three spatial ones, of which the first may be missing. */
class ConvolutionOracleTest {
    private static final int SPATIAL = 3;

    /** A random layer over one to three spatial axes; {@code windows} has three, those that are missing trivial. */
    private record Layer(int rank, List<Window> windows, int batch, int groups, int c, int m, int[] extents) {
        static Layer draw(Random random) {
            int rank = 1 + random.nextInt(SPATIAL);
            List<Window> windows = IntStream.range(0, SPATIAL)
                    .mapToObj(axis -> axis < SPATIAL - rank ? Window.of(1) : window(random))
                    .toList();
            int[] extents = IntStream.range(0, SPATIAL)
                    .map(axis -> axis < SPATIAL - rank ? 1 : windows.get(axis).span() + random.nextInt(4))
                    .toArray();
            return new Layer(
                    rank,
                    windows,
                    1 + random.nextInt(2),
                    1 + random.nextInt(2),
                    1 + random.nextInt(2),
                    1 + random.nextInt(2),
                    extents);
        }

        private static Window window(Random random) {
            int size = 1 + random.nextInt(3);
            return new Window(
                    size, 1 + random.nextInt(3), 1 + random.nextInt(2), random.nextInt(size), random.nextInt(size));
        }

        List<Window> real() {
            return windows.subList(SPATIAL - rank, SPATIAL);
        }

        /** A shape without the missing axes. */
        Shape real(Shape full) {
            return full.slice(0, 2).then(full.slice(2 + SPATIAL - rank, 2 + SPATIAL));
        }

        Elements real(Elements full) {
            return full.as(real(full.shape()));
        }

        Elements input(Random random, int channels) {
            return Elements.random(random, batch, channels, extents[0], extents[1], extents[2]);
        }

        Elements filter(Random random, int outer, int inner) {
            return Elements.random(
                    random,
                    outer,
                    inner,
                    windows.get(0).size(),
                    windows.get(1).size(),
                    windows.get(2).size());
        }

        int read(int axis, int position, int tap) {
            Window window = windows.get(axis);
            return window.stride() * position + window.dilation() * tap - window.before();
        }
    }

    @Property(tries = 300)
    void convolutionIsItsFormula(@ForAll long seed) {
        Random random = new Random(seed);
        Layer layer = Layer.draw(random);
        Elements x = layer.input(random, layer.groups * layer.c);
        Elements w = layer.filter(random, layer.groups * layer.m, layer.c);
        Elements bias = Elements.random(random, layer.groups * layer.m);
        Elements y = Elements.run(new Conv(layer.real(), layer.groups), layer.real(x), layer.real(w), bias);
        Elements expected = Elements.zeros(
                layer.batch,
                layer.groups * layer.m,
                layer.windows.get(0).positions(layer.extents[0]),
                layer.windows.get(1).positions(layer.extents[1]),
                layer.windows.get(2).positions(layer.extents[2]));
        expected.forEach(p -> {
            double sum = bias.at(p[1]);
            for (int[] tap : Elements.points(w.shape().slice(1, 5))) {
                int channel = p[1] / layer.m * layer.c + tap[0];
                sum += x.padded(
                                p[0],
                                channel,
                                layer.read(0, p[2], tap[1]),
                                layer.read(1, p[3], tap[2]),
                                layer.read(2, p[4], tap[3]))
                        * w.at(p[1], tap[0], tap[1], tap[2], tap[3]);
            }
            expected.set(sum, p);
        });
        y.assertEquals(layer.real(expected));
    }

    /** The other definition: zeros between the input's elements, a border, and convolution with the filter turned around. */
    @Property(tries = 300)
    void transposedConvolutionIsConvolutionOfTheInputSpreadOut(@ForAll long seed) {
        Random random = new Random(seed);
        Layer layer = Layer.draw(random);
        Elements x = layer.input(random, layer.groups * layer.c);
        Elements w = layer.filter(random, layer.groups * layer.c, layer.m);
        List<Integer> more = layer.windows.stream()
                .map(window -> random.nextInt(window.stride()))
                .toList();
        List<Integer> realMore = more.subList(SPATIAL - layer.rank, SPATIAL);
        Elements y =
                Elements.run(new ConvTranspose(layer.real(), layer.groups, realMore), layer.real(x), layer.real(w));
        Elements spread = spread(layer, x, more);
        Elements expected = Elements.zeros(
                layer.batch,
                layer.groups * layer.m,
                spread.shape().at(2) - layer.windows.get(0).span() + 1,
                spread.shape().at(3) - layer.windows.get(1).span() + 1,
                spread.shape().at(4) - layer.windows.get(2).span() + 1);
        expected.forEach(p -> {
            for (int[] tap : Elements.points(w.shape().slice(2, 5))) {
                for (int i = 0; i < layer.c; i++) {
                    int channel = p[1] / layer.m * layer.c + i;
                    int[] at = {p[0], channel, p[2], p[3], p[4]};
                    int[] turned = {channel, p[1] % layer.m, 0, 0, 0};
                    for (int axis = 0; axis < SPATIAL; axis++) {
                        at[2 + axis] += layer.windows.get(axis).dilation() * tap[axis];
                        turned[2 + axis] = layer.windows.get(axis).size() - 1 - tap[axis];
                    }
                    expected.add(spread.at(at) * w.at(turned), p);
                }
            }
        });
        y.assertEquals(layer.real(expected));
    }

    /** stride − 1 zeros between elements, span − 1 − padding around them, and what the output has more behind them. */
    private static Elements spread(Layer layer, Elements x, List<Integer> more) {
        int[] extents = new int[2 + SPATIAL];
        extents[0] = x.shape().at(0);
        extents[1] = x.shape().at(1);
        for (int axis = 0; axis < SPATIAL; axis++) {
            Window window = layer.windows.get(axis);
            int inner = window.stride() * (layer.extents[axis] - 1) + 1;
            extents[2 + axis] = inner + 2 * (window.span() - 1) - window.before() - window.after() + more.get(axis);
        }
        Elements spread = Elements.zeros(extents);
        x.forEach(p -> {
            int[] to = p.clone();
            for (int axis = 0; axis < SPATIAL; axis++) {
                Window window = layer.windows.get(axis);
                to[2 + axis] = window.stride() * p[2 + axis] + window.span() - 1 - window.before();
            }
            if (spread.has(to)) {
                spread.set(x.at(p), to);
            }
        });
        return spread;
    }

    /** ⟨conv(x), g⟩ = ⟨x, convᵀ(g)⟩: a convolution's gradient by its input is the transposed one of the same filter. */
    @Property(tries = 200)
    void transposedConvolutionIsTheAdjoint(@ForAll long seed) {
        Random random = new Random(seed);
        Layer layer = Layer.draw(random);
        Elements x = layer.real(layer.input(random, layer.groups * layer.c));
        Elements w = layer.real(layer.filter(random, layer.groups * layer.m, layer.c));
        Elements y = Elements.run(new Conv(layer.real(), layer.groups), x, w);
        Elements g = Elements.random(
                random, y.shape().extents().stream().mapToInt(i -> i).toArray());
        List<Integer> skipped = IntStream.range(0, layer.rank)
                .mapToObj(axis -> {
                    Window window = layer.real().get(axis);
                    int room = x.shape().at(2 + axis) + window.before() + window.after() - window.span();
                    return room % window.stride();
                })
                .toList();
        Elements back = Elements.run(new ConvTranspose(layer.real(), layer.groups, skipped), g, w);
        assertThat(back.shape()).isEqualTo(x.shape());
        assertThat(product(y, g)).isCloseTo(product(x, back), Offset.offset(1e-9));
    }

    private static double product(Elements a, Elements b) {
        return IntStream.range(0, a.values().length)
                .mapToDouble(i -> a.values()[i] * b.values()[i])
                .sum();
    }

    @Property(tries = 300)
    void poolingLooksAtWhatIsInTheWindow(@ForAll long seed) {
        Random random = new Random(seed);
        Layer layer = Layer.draw(random);
        boolean ceil = random.nextBoolean();
        boolean counts = random.nextBoolean();
        Fold fold = random.nextBoolean() ? Fold.MAX : Fold.MEAN;
        Elements x = layer.input(random, layer.c);
        Pool pool = new Pool(fold, layer.real(), ceil, counts && fold == Fold.MEAN);
        Elements y = Elements.run(pool, layer.real(x));
        int[] extents = {layer.batch, layer.c, 0, 0, 0};
        for (int axis = 0; axis < SPATIAL; axis++) {
            Window window = layer.windows.get(axis);
            extents[2 + axis] =
                    ceil ? window.positionsCeil(layer.extents[axis]) : window.positions(layer.extents[axis]);
        }
        Elements expected = Elements.zeros(extents);
        expected.forEach(p -> expected.set(pooled(layer, x, p, pool), p));
        y.assertEquals(layer.real(expected));
    }

    private static double pooled(Layer layer, Elements x, int[] p, Pool pool) {
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        int count = 0;
        Shape taps = new Shape(layer.windows.stream().map(Window::size).toList());
        for (int[] tap : Elements.points(taps)) {
            int[] at = {p[0], p[1], 0, 0, 0};
            boolean inPadded = true;
            for (int axis = 0; axis < SPATIAL; axis++) {
                at[2 + axis] = layer.read(axis, p[2 + axis], tap[axis]);
                inPadded &= at[2 + axis]
                        < layer.extents[axis] + layer.windows.get(axis).after();
            }
            if (x.has(at)) {
                most = Math.max(most, x.at(at));
                sum += x.at(at);
            }
            count += x.has(at) || pool.countsPadding() && inPadded ? 1 : 0;
        }
        return pool.fold() == Fold.MAX ? most : sum / count;
    }
}
