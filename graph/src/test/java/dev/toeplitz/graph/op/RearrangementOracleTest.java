package dev.toeplitz.graph.op;

import dev.toeplitz.graph.op.Slice.Range;
import dev.toeplitz.graph.step.Step.Fold;
import dev.toeplitz.graph.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only moves elements, against the formula that says from where. */
class RearrangementOracleTest {
    private static Elements like(Elements x) {
        return new Elements(x.shape(), new double[x.values().length]);
    }

    private static int[] extents(Random random, int rank) {
        return IntStream.range(0, rank).map(_ -> 1 + random.nextInt(4)).toArray();
    }

    @Property(tries = 100)
    void channelsAreDealtOutOverTheGroups(@ForAll long seed) {
        Random random = new Random(seed);
        int groups = 1 + random.nextInt(4);
        int share = 1 + random.nextInt(4);
        Elements x = Elements.random(random, 2, groups * share, 2, 3);
        Elements expected = like(x);
        // Channel i of group g goes to place i · groups + g.
        x.forEach(p -> expected.set(x.at(p), p[0], p[1] % share * groups + p[1] / share, p[2], p[3]));
        Elements.run(new ChannelShuffle(groups), x).assertEquals(expected);
        Elements back = Elements.run(new ChannelShuffle(share), expected);
        back.assertEquals(x);
    }

    @Property(tries = 100)
    void channelsAreShiftedByTheWindowsOffsetsAndZerosMoveIn(@ForAll long seed) {
        Random random = new Random(seed);
        int filter = 1 + 2 * random.nextInt(2);
        int run = random.nextInt(3);
        int left = random.nextInt(filter * filter);
        Elements x = Elements.random(random, 2, Math.max(1, run * filter * filter + left), 3, 4);
        Elements expected = like(x);
        int dealt = x.shape().at(1) / (filter * filter);
        expected.forEach(p -> {
            boolean moves = p[1] < dealt * filter * filter;
            int offset = moves ? p[1] / dealt : filter * filter / 2;
            int row = p[2] + offset / filter - filter / 2;
            int col = p[3] + offset % filter - filter / 2;
            expected.set(x.padded(p[0], p[1], row, col), p);
        });
        Elements.run(new Shift(filter), x).assertEquals(expected);
    }

    @Property(tries = 100)
    void depthBecomesSpaceAndSpaceDepthAgain(@ForAll long seed) {
        Random random = new Random(seed);
        int b = 1 + random.nextInt(3);
        int c = 1 + random.nextInt(3);
        boolean blockFirst = random.nextBoolean();
        Elements x = Elements.random(random, 2, c * b * b, 2, 3);
        Elements expected = Elements.zeros(2, c, 2 * b, 3 * b);
        expected.forEach(p -> {
            int pixel = p[2] % b * b + p[3] % b;
            int channel = blockFirst ? pixel * c + p[1] : p[1] * b * b + pixel;
            expected.set(x.at(p[0], channel, p[2] / b, p[3] / b), p);
        });
        Elements.run(new DepthToSpace(b, blockFirst), x).assertEquals(expected);
        Elements.run(new SpaceToDepth(b, blockFirst), expected).assertEquals(x);
    }

    @Property(tries = 200)
    void slicesCountFromTheirStartInSteps(@ForAll long seed) {
        Random random = new Random(seed);
        Elements x = Elements.random(random, extents(random, 3));
        List<Range> ranges = x.shape().extents().stream()
                .map(extent -> range(random, extent))
                .toList();
        int[] sizes = ranges.stream().mapToInt(Range::count).toArray();
        Elements expected = Elements.zeros(sizes);
        expected.forEach(p -> expected.set(
                x.at(IntStream.range(0, 3)
                        .map(axis -> ranges.get(axis).start()
                                + p[axis] * ranges.get(axis).step())
                        .toArray()),
                p));
        Elements.run(new Slice(ranges), x).assertEquals(expected);
    }

    private static Range range(Random random, int extent) {
        int start = random.nextInt(extent);
        int step = random.nextBoolean() ? 1 + random.nextInt(2) : -1 - random.nextInt(2);
        int most = step > 0 ? (extent - 1 - start) / step + 1 : start / -step + 1;
        return new Range(start, random.nextInt(most + 1), step);
    }

    @Property(tries = 100)
    void axesChangePlaces(@ForAll long seed) {
        Random random = new Random(seed);
        Elements x = Elements.random(random, extents(random, 4));
        List<Integer> axes = new ArrayList<>(List.of(0, 1, 2, 3));
        Collections.shuffle(axes, random);
        Elements y = Elements.run(new Transpose(axes), x);
        Elements expected =
                new Elements(new Shape(axes.stream().map(x.shape()::at).toList()), new double[x.values().length]);
        x.forEach(p ->
                expected.set(x.at(p), axes.stream().mapToInt(axis -> p[axis]).toArray()));
        y.assertEquals(expected);
    }

    @Property(tries = 100)
    void gatheredSlicesStandWhereTheirIndicesStand(@ForAll long seed) {
        Random random = new Random(seed);
        Elements x = Elements.random(random, extents(random, 3));
        List<Integer> indices = random.ints(6, 0, x.shape().at(1)).boxed().toList();
        Elements expected = Elements.zeros(x.shape().at(0), 2, 3, x.shape().at(2));
        expected.forEach(p -> expected.set(x.at(p[0], indices.get(3 * p[1] + p[2]), p[3]), p));
        Elements.run(new Gather(1, Shape.of(2, 3), indices), x).assertEquals(expected);
    }

    @Property(tries = 100)
    void repeatedTensorsRunThroughTheirElementsAgain(@ForAll long seed) {
        Random random = new Random(seed);
        Elements x = Elements.random(random, extents(random, 2));
        int[] repeats = extents(random, 2);
        Elements expected = Elements.zeros(
                repeats[0] * x.shape().at(0), repeats[1] * x.shape().at(1));
        expected.forEach(p ->
                expected.set(x.at(p[0] % x.shape().at(0), p[1] % x.shape().at(1)), p));
        Elements.run(new Tile(List.of(repeats[0], repeats[1])), x).assertEquals(expected);
    }

    @Property(tries = 100)
    void partsJoinedAreTheWhole(@ForAll long seed) {
        Random random = new Random(seed);
        Elements x = Elements.random(random, extents(random, 3));
        int cut = random.nextInt(x.shape().at(1) + 1);
        List<Elements> parts = List.of(part(x, 0, cut), part(x, cut, x.shape().at(1)));
        Elements.run(new Concat(1), parts.toArray(Elements[]::new)).assertEquals(x);
    }

    private static Elements part(Elements x, int from, int to) {
        return Elements.run(
                new Slice(List.of(
                        new Range(0, x.shape().at(0), 1),
                        new Range(from, to - from, 1),
                        new Range(0, x.shape().at(2), 1))),
                x);
    }

    /** Written out by hand, since a formula would be the same one again. */
    @ParameterizedTest
    @CsvSource({
        "CONSTANT, 2, 3, 9 9 1 2 3 9 9 9",
        "EDGE, 2, 3, 1 1 1 2 3 3 3 3",
        "REFLECT, 2, 3, 3 2 1 2 3 2 1 2",
        "WRAP, 2, 3, 2 3 1 2 3 1 2 3",
        "CONSTANT, -1, 1, 2 3 9",
        "EDGE, -1, 1, 2 3 3",
        "REFLECT, 1, -2, 2 1",
        "WRAP, -1, 1, 2 3 1"
    })
    void bordersComeFromWhereTheModeSays(Pad.Mode mode, int before, int after, String expected) {
        Elements x = Elements.of(Shape.of(3), 1, 2, 3);
        Elements y = Elements.run(new Pad(mode, List.of(before), List.of(after), 9), x);
        double[] values = List.of(expected.split(" ")).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
        y.assertEquals(Elements.of(Shape.of(values.length), values));
    }

    /** He et al.: bins may overlap where the level does not divide the map, and each image gives a vector of one length. */
    @Property(tries = 100)
    void aPyramidPoolsEveryLevel(@ForAll long seed) {
        Random random = new Random(seed);
        Elements x = Elements.random(random, 2, 2, 4 + random.nextInt(4), 4 + random.nextInt(4));
        List<Double> expected = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            for (int level : List.of(4, 2, 1)) {
                for (int c = 0; c < 2; c++) {
                    for (int bin = 0; bin < level * level; bin++) {
                        expected.add(largest(x, n, c, level, bin / level, bin % level));
                    }
                }
            }
        }
        Elements y = Elements.run(new SpatialPyramidPool(Fold.MAX, List.of(4, 2, 1)), x);
        y.assertEquals(Elements.of(
                Shape.of(2, 2 * 21), expected.stream().mapToDouble(i -> i).toArray()));
    }

    private static double largest(Elements x, int n, int c, int level, int row, int col) {
        double most = Double.NEGATIVE_INFINITY;
        for (int r = 0; r < x.shape().at(2); r++) {
            for (int s = 0; s < x.shape().at(3); s++) {
                if (touches(r, row, level, x.shape().at(2))
                        && touches(s, col, level, x.shape().at(3))) {
                    most = Math.max(most, x.at(n, c, r, s));
                }
            }
        }
        return most;
    }

    /** Whether pixel [i, i + 1) and bin [bin, bin + 1) · extent / level have anything in common. */
    private static boolean touches(int i, int bin, int level, int extent) {
        return (i + 1) * level > bin * extent && i * level < (bin + 1) * extent;
    }

    @Test
    void runningSumsGoEitherWayWithOrWithoutTheElementItself() {
        Elements x = Elements.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Elements.run(new CumSum(1, false, false), x).assertEquals(Elements.of(x.shape(), 1, 3, 6, 4, 9, 15));
        Elements.run(new CumSum(1, true, false), x).assertEquals(Elements.of(x.shape(), 0, 1, 3, 0, 4, 9));
        Elements.run(new CumSum(-1, false, true), x).assertEquals(Elements.of(x.shape(), 6, 5, 3, 15, 11, 6));
        Elements.run(new CumSum(0, true, true), x).assertEquals(Elements.of(x.shape(), 4, 5, 6, 0, 0, 0));
    }
}
