package dev.toeplitz.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.analytic.TileWalk.Shape;
import dev.toeplitz.sim.analytic.TileWalk.Tile;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.terms.MatrixAxis;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bytes of the three lowerings and the runs of the two layouts, held against a walk through every point of the loop nest
 * that knows nothing of views, cuts or products of figures: it collects addresses.
 */
class DataMovementTest {
    private static final long LARGE = 1L << 40;

    private static final List<List<MatrixAxis>> ORDERS = List.of(
            List.of(MatrixAxis.M, MatrixAxis.N, MatrixAxis.K),
            List.of(MatrixAxis.N, MatrixAxis.M, MatrixAxis.K),
            List.of(MatrixAxis.M, MatrixAxis.K, MatrixAxis.N),
            List.of(MatrixAxis.N, MatrixAxis.K, MatrixAxis.M),
            List.of(MatrixAxis.K, MatrixAxis.M, MatrixAxis.N),
            List.of(MatrixAxis.K, MatrixAxis.N, MatrixAxis.M));

    @Property(tries = 400)
    void bytesOfEveryLoweringAreThoseOfAWalkThroughTheLoopNest(
            @ForAll long seed, @ForAll @IntRange(max = 5) int order, @ForAll Im2col im2col) {
        Random random = new Random(seed);
        Shape shape = Shape.random(random);
        Tile tile = Tile.random(random, shape);
        TileWalk walk = new TileWalk(shape, tile, ORDERS.get(order));
        Accelerator machine =
                Machines.of(4, 4, Dataflow.WEIGHT_STATIONARY, LARGE, 1).with(im2col);
        Graph graph = shape.graph();
        PinnedMapper mapper = new PinnedMapper(Map.of("conv", tile.pin(ORDERS.get(order))), (task, _) -> {
            throw new IllegalStateException("the layer is pinned");
        });
        Part part = AnalyticModel.parts(Simulator.workload(graph, machine), machine, mapper)
                .getFirst();
        Traffic dram = part.cost().dram();

        boolean expands = shape.filter() > 1 && (shape.out() > 1 || shape.padding() > 0);
        boolean explicit = expands && im2col == Im2col.EXPLICIT;
        long map = graph.inputs().getFirst().type().elements();
        long matrix = (long) shape.batch()
                * shape.groups()
                * shape.channels()
                * shape.out()
                * shape.out()
                * shape.filter()
                * shape.filter();
        assertThat(dram.bytes(Stream.IM2COL_READ)).isEqualTo(explicit ? map : 0);
        assertThat(dram.bytes(Stream.IM2COL_WRITE)).isEqualTo(explicit ? matrix : 0);
        assertThat(dram.bytes(Stream.INPUT_READ)).isEqualTo(explicit ? walk.points : walk.distinct);
        assertThat(dram.bytes(Stream.WEIGHT_READ)).isEqualTo(walk.weights);
        assertThat(dram.bytes(Stream.OUTPUT_WRITE)).isEqualTo(walk.results);
        assertThat(dram.bytes(Stream.PARTIAL_SUM_WRITE)).isEqualTo(4 * walk.partialSums);
        assertThat(dram.bytes(Stream.PARTIAL_SUM_READ)).isEqualTo(4 * walk.partialSums);
        if (expands && im2col != Im2col.IMPLICIT) {
            assertThat(part.inputTileBytes()).isEqualTo(walk.mostPoints);
        }
    }

    /** The more of the matrix exists, the more bytes, and the fewer tiles fit; so nothing is faster either. */
    @Property(tries = 200)
    void lessOfTheMatrixIsNeverSlowerAndNeverMovesMore(
            @ForAll long seed,
            @ForAll @IntRange(min = 10, max = 16) int logBytes,
            @ForAll @IntRange(min = 1, max = 8) int rate) {
        Graph graph = Shape.random(new Random(seed)).graph();
        long before = 0;
        for (Im2col im2col : List.of(Im2col.IMPLICIT, Im2col.ON_CHIP, Im2col.EXPLICIT)) {
            Accelerator machine = Machines.of(8, 8, Dataflow.WEIGHT_STATIONARY, 1L << logBytes, rate)
                    .with(im2col);
            long cycles = Simulator.simulate(graph, machine).cycles();
            assertThat(cycles).isGreaterThanOrEqualTo(before);
            assertThat(Simulator.simulate(graph, machine, Fidelity.TIMELINE).cycles())
                    .isGreaterThanOrEqualTo(cycles);
            before = cycles;
        }
    }

    /** The addresses of a tile's box in each layout, and how many of them stand in a row. */
    @Property(tries = 300)
    void runsOfBothLayoutsAreThoseOfAddresses(@ForAll long seed, @ForAll Layout layout) {
        Random random = new Random(seed);
        int channels = 1 + random.nextInt(5);
        int filter = 1 + random.nextInt(3);
        int stride = 1 + random.nextInt(2);
        int extent = filter + stride * random.nextInt(8);
        Shape shape = new Shape(1, 1, channels, 3, extent, filter, stride, 0, 1);
        Tile tile = Tile.random(random, shape);
        Accelerator machine = Machines.of(4, 4, Dataflow.WEIGHT_STATIONARY, LARGE, 1);
        PinnedMapper mapper = new PinnedMapper(Map.of("conv", tile.pin(ORDERS.getFirst())), (task, _) -> {
            throw new IllegalStateException("the layer is pinned");
        });
        Part part = AnalyticModel.parts(
                        Simulator.workload(shape.graph(), machine),
                        machine.with(machine.lowering().with(layout)),
                        mapper)
                .getFirst();
        int rows = Math.min(extent, stride * (tile.p() - 1) + filter);
        int cols = Math.min(extent, stride * (tile.q() - 1) + filter);
        long all = (long) channels * extent * extent;
        long run = longestRun(layout, tile.c(), channels, rows, cols, extent);
        assertThat(part.inputRun().bytes()).isEqualTo(run == all ? Run.STREAM.bytes() : run);
        long results = longestRun(layout, tile.m(), 3, tile.p(), tile.q(), shape.out());
        long allResults = 3L * shape.out() * shape.out();
        assertThat(part.outputRun().bytes()).isEqualTo(results == allResults ? Run.STREAM.bytes() : results);
    }

    private static long longestRun(Layout layout, int c, int channels, int rows, int cols, int extent) {
        TreeSet<Integer> addresses = new TreeSet<>();
        for (int i = 0; i < c; i++) {
            for (int row = 0; row < rows; row++) {
                for (int col = 0; col < cols; col++) {
                    addresses.add(
                            layout == Layout.NCHW
                                    ? (i * extent + row) * extent + col
                                    : (row * extent + col) * channels + i);
                }
            }
        }
        long longest = 0;
        long run = 0;
        int before = -2;
        for (int address : addresses) {
            run = address == before + 1 ? run + 1 : 1;
            longest = Math.max(longest, run);
            before = address;
        }
        return longest;
    }

    /** A few channels of a pixel are a short run where pixels lie together, and whole rows where planes do. */
    @ParameterizedTest
    @EnumSource
    void theLayoutSetsTheTimeOfTheTimelineAndNotItsBytes(Layout layout) {
        Accelerator board = Accelerators.load("zu9eg-32x32");
        Accelerator machine = board.with(board.lowering().with(layout));
        Graph graph = new Shape(1, 1, 64, 64, 56, 3, 1, 1, 1).graph();
        var analytic = Simulator.simulate(graph, machine);
        var timeline = Simulator.simulate(graph, machine, Fidelity.TIMELINE);
        assertThat(timeline.dram()).isEqualTo(analytic.dram());
        assertThat(timeline.cycles()).isGreaterThanOrEqualTo(analytic.cycles());
    }

    /** A tile of 8 of 256 channels: bursts bring mostly other channels where pixels lie together. */
    @Test
    void cuttingChannelsCostsBurstsWherePixelsLieTogether() {
        Accelerator board = Accelerators.load("zu9eg-32x32");
        Shape shape = new Shape(1, 1, 256, 32, 28, 3, 1, 1, 1);
        Pin pin = new Tile(1, 32, 8, 28, 28).pin(List.of(MatrixAxis.M, MatrixAxis.N, MatrixAxis.K));
        PinnedMapper mapper = new PinnedMapper(Map.of("conv", pin), (task, _) -> {
            throw new IllegalStateException("the layer is pinned");
        });
        long planes = cycles(shape, board, Layout.NCHW, mapper);
        long pixels = cycles(shape, board, Layout.NHWC, mapper);
        assertThat(pixels).isGreaterThan(planes);
    }

    private static long cycles(Shape shape, Accelerator board, Layout layout, Mapper mapper) {
        Accelerator machine = board.with(board.lowering().with(layout));
        return Simulator.simulate(shape.graph(), machine, Fidelity.TIMELINE, mapper)
                .cycles();
    }
}
