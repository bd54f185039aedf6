package dev.toeplitz.graph.op;

import dev.toeplitz.graph.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Normalisations against sums over whoever shares the statistics. */
class NormalisationOracleTest {
    private static final double EPSILON = 0.01;

    /** N × C × H × W with channels that 1, 2 and 3 divide as the seed wants. */
    private static Elements map(Random random, int groups) {
        return Elements.random(
                random,
                1 + random.nextInt(2),
                groups * (1 + random.nextInt(3)),
                1 + random.nextInt(3),
                2 + random.nextInt(3));
    }

    private static Elements perChannel(Random random, Elements x) {
        return Elements.random(random, x.shape().at(1));
    }

    /** Each element standardised over those that {@code lane} calls its fellows. */
    private static Elements standardised(Elements x, Lane lane) {
        Elements y = new Elements(x.shape(), new double[x.values().length]);
        y.forEach(p -> {
            double[] of = Elements.points(x.shape()).stream()
                    .filter(fellows(lane, p))
                    .mapToDouble(x::at)
                    .toArray();
            double mean = mean(of, 1, 0);
            y.set((x.at(p) - mean) / Math.sqrt(mean(of, 2, mean) + EPSILON), p);
        });
        return y;
    }

    private static Predicate<int[]> fellows(Lane lane, int[] p) {
        return q -> lane.joins(p, q);
    }

    /** The mean of (x − from)^power. */
    private static double mean(double[] of, int power, double from) {
        double sum = 0;
        for (double x : of) {
            sum += Math.pow(x - from, power);
        }
        return sum / of.length;
    }

    @FunctionalInterface
    private interface Lane {
        boolean joins(int[] p, int[] q);
    }

    private static Elements scaled(Elements x, Elements gamma, Elements beta) {
        x.forEach(p -> x.set(x.at(p) * gamma.at(p[1]) + beta.at(p[1]), p));
        return x;
    }

    @Property(tries = 200)
    void localResponsesAreDividedByTheirNeighboursAcrossChannels(@ForAll long seed) {
        Random random = new Random(seed);
        Elements x = map(random, 3);
        int size = 1 + random.nextInt(6);
        Elements expected = new Elements(x.shape(), new double[x.values().length]);
        expected.forEach(p -> {
            double sum = 0;
            for (int c = p[1] - (size - 1) / 2; c <= p[1] + size / 2; c++) {
                double neighbour = x.padded(p[0], c, p[2], p[3]);
                sum += neighbour * neighbour;
            }
            expected.set(x.at(p) / Math.pow(2 + 0.5 / size * sum, 0.75), p);
        });
        Elements.run(new Lrn(size, 0.5, 0.75, 2), x).assertEquals(expected);
        Elements.run(Lrn.ofPaper(size, 0.5 / size, 0.75, 2), x).assertEquals(expected);
    }

    @Property(tries = 200)
    void groupsHaveTheirOwnStatistics(@ForAll long seed) {
        Random random = new Random(seed);
        int groups = 1 + random.nextInt(3);
        Elements x = map(random, groups);
        int share = x.shape().at(1) / groups;
        Elements gamma = perChannel(random, x);
        Elements beta = perChannel(random, x);
        Elements expected = standardised(x, (p, q) -> p[0] == q[0] && p[1] / share == q[1] / share);
        Elements.run(new GroupNorm(groups, EPSILON), x, gamma, beta).assertEquals(scaled(expected, gamma, beta));
    }

    @Property(tries = 100)
    void channelsOfAnImageHaveTheirOwnStatistics(@ForAll long seed) {
        Random random = new Random(seed);
        Elements x = map(random, 2);
        Elements gamma = perChannel(random, x);
        Elements beta = perChannel(random, x);
        Elements expected = standardised(x, (p, q) -> p[0] == q[0] && p[1] == q[1]);
        Elements.run(new InstanceNorm(EPSILON), x, gamma, beta).assertEquals(scaled(expected, gamma, beta));
    }

    @Property(tries = 100)
    void layersAreNormalisedFromAnAxisOn(@ForAll long seed) {
        Random random = new Random(seed);
        Elements x = map(random, 1);
        int axis = random.nextInt(4);
        Shape lane = x.shape().slice(axis, 4);
        Elements gamma =
                Elements.random(random, lane.extents().stream().mapToInt(i -> i).toArray());
        Elements beta =
                Elements.random(random, lane.extents().stream().mapToInt(i -> i).toArray());
        Elements expected = standardised(x, (p, q) -> sameBefore(axis, p, q));
        expected.forEach(p -> {
            int[] within = Arrays.copyOfRange(p, axis, 4);
            expected.set(expected.at(p) * gamma.at(within) + beta.at(within), p);
        });
        Elements.run(new LayerNorm(axis, EPSILON), x, gamma, beta).assertEquals(expected);
    }

    private static boolean sameBefore(int axis, int[] p, int[] q) {
        for (int i = 0; i < axis; i++) {
            if (p[i] != q[i]) {
                return false;
            }
        }
        return true;
    }

    @Property(tries = 100)
    void rootMeanSquaresAreTakenWithoutAMean(@ForAll long seed) {
        Random random = new Random(seed);
        Elements x = map(random, 2);
        Elements gamma = Elements.random(random, x.shape().at(3));
        Elements expected = new Elements(x.shape(), new double[x.values().length]);
        expected.forEach(p -> {
            double[] lane = Elements.points(x.shape()).stream()
                    .filter(q -> sameBefore(3, p, q))
                    .mapToDouble(x::at)
                    .toArray();
            expected.set(x.at(p) / Math.sqrt(mean(lane, 2, 0) + EPSILON) * gamma.at(p[3]), p);
        });
        Elements.run(new RmsNorm(-1, EPSILON), x, gamma).assertEquals(expected);
    }

    @Property(tries = 100)
    void batchNormalisationUsesTheStatisticsItIsGiven(@ForAll long seed) {
        Random random = new Random(seed);
        Elements x = map(random, 2);
        Elements gamma = perChannel(random, x);
        Elements beta = perChannel(random, x);
        Elements mean = perChannel(random, x);
        Elements variance = perChannel(random, x);
        variance.forEach(p -> variance.set(Math.abs(variance.at(p)), p));
        Elements expected = new Elements(x.shape(), new double[x.values().length]);
        expected.forEach(p -> expected.set(
                (x.at(p) - mean.at(p[1])) / Math.sqrt(variance.at(p[1]) + EPSILON) * gamma.at(p[1]) + beta.at(p[1]),
                p));
        Elements.run(new BatchNorm(EPSILON), x, gamma, beta, mean, variance).assertEquals(expected);
    }

    @Test
    void aLaneOfZerosHasNoDirectionAndStaysZero() {
        Elements x = Elements.of(Shape.of(2, 2), 0, 0, 3, -4);
        Elements.run(new LpNorm(1, 1), x).assertEquals(Elements.of(Shape.of(2, 2), 0, 0, 3 / 7.0, -4 / 7.0));
        Elements.run(new LpNorm(1, 2), x).assertEquals(Elements.of(Shape.of(2, 2), 0, 0, 0.6, -0.8));
    }

    @Test
    void moreNeighboursThanChannelsAreTheChannelsThatThereAre() {
        Elements x = Elements.of(Shape.of(1, 2, 1), 1, 2);
        Elements expected = Elements.of(Shape.of(1, 2, 1), 1 / 6.0, 2 / 6.0);
        Elements.run(new Lrn(9, 9, 1, 1), x).assertEquals(expected);
    }

    @Test
    void theMeanOfAllImagesIsTakenOverTheAxesThatAreNamed() {
        Elements x = Elements.of(Shape.of(2, 1, 2), 1, 3, 5, 7);
        double deviation = Math.sqrt(5) + 1e-9;
        Elements expected =
                Elements.of(Shape.of(2, 1, 2), -3 / deviation, -1 / deviation, 1 / deviation, 3 / deviation);
        Elements.run(new MeanVarianceNorm(List.of(0, -1)), x).assertEquals(expected);
    }
}
