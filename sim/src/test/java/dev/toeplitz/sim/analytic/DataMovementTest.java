package dev.toeplitz.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.sim.Machines;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.Fidelity;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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

    private record Shape(
            int batch,
            int groups,
            int channels,
            int filters,
            int extent,
            int filter,
            int stride,
            int padding,
            int dilation) {
        static Shape random(Random random) {
            int filter = 1 + random.nextInt(3);
            int dilation = 1 + random.nextInt(2);
            int least = (filter - 1) * dilation + 1;
            return new Shape(
                    1 + random.nextInt(2),
                    1 + random.nextInt(2),
                    1 + random.nextInt(4),
                    1 + random.nextInt(4),
                    least + random.nextInt(6),
                    filter,
                    1 + random.nextInt(3),
                    random.nextInt(filter),
                    dilation);
        }

        Graph graph() {
            Window window = new Window(filter, stride, dilation, padding, padding);
            GraphBuilder graph = new GraphBuilder("one convolution");
            Value x = graph.input("x", TensorType.float32(batch, groups * channels, extent, extent));
            Value w = graph.weight("w", groups * filters, channels, filter, filter);
            graph.output(graph.node("conv", new Conv(List.of(window, window), groups), x, w));
            return graph.build();
        }

        int out() {
            return (extent + 2 * padding - (filter - 1) * dilation - 1) / stride + 1;
        }

        /** Row or column of the map that an output position and a tap meet; outside it there is only padding. */
        int position(int out, int tap) {
            return stride * out + dilation * tap - padding;
        }
    }

    /** Steps of each loop in a tile. */
    private record Tile(int batch, int m, int c, int p, int q) {
        static Tile random(Random random, Shape shape) {
            return new Tile(
                    1 + random.nextInt(shape.batch),
                    1 + random.nextInt(shape.filters),
                    1 + random.nextInt(shape.channels),
                    1 + random.nextInt(shape.out()),
                    1 + random.nextInt(shape.out()));
        }

        Pin pin(List<MatrixAxis> order) {
            Map<LoopDim, Integer> steps = new EnumMap<>(LoopDim.class);
            steps.put(LoopDim.BATCH, batch);
            steps.put(LoopDim.GROUP, 1);
            steps.put(LoopDim.OUT_CHANNEL, m);
            steps.put(LoopDim.IN_CHANNEL, c);
            steps.put(LoopDim.OUT_ROW, p);
            steps.put(LoopDim.OUT_COL, q);
            return new Pin(steps, order, Map.of());
        }
    }

    /** One tile's first steps along each loop. */
    private record Start(int n, int g, int m, int c, int p, int q) {
        List<Integer> input() {
            return List.of(n, g, c, p, q);
        }

        List<Integer> weight() {
            return List.of(g, m, c);
        }

        List<Integer> output() {
            return List.of(n, g, m, p, q);
        }
    }

    /** What passes DRAM when tile follows tile and each buffer keeps its tile until another one is needed. */
    private static final class Walk {
        private final Shape shape;
        private final Tile tile;
        long distinct;
        long points;
        long weights;
        long results;
        long partialSums;
        long mostPoints;

        Walk(Shape shape, Tile tile, List<MatrixAxis> order) {
            this.shape = shape;
            this.tile = tile;
            List<Start> starts = starts(order);
            Start before = null;
            for (int i = 0; i < starts.size(); i++) {
                Start start = starts.get(i);
                if (before == null || !before.input().equals(start.input())) {
                    meetInput(start);
                }
                weights += before == null || !before.weight().equals(start.weight()) ? weightsOf(start) : 0;
                boolean leaves =
                        i + 1 == starts.size() || !starts.get(i + 1).output().equals(start.output());
                if (leaves) {
                    boolean returns = starts.subList(i + 1, starts.size()).stream()
                            .anyMatch(later -> later.output().equals(start.output()));
                    results += returns ? 0 : resultsOf(start);
                    partialSums += returns ? resultsOf(start) : 0;
                }
                before = start;
            }
        }

        private List<Start> starts(List<MatrixAxis> order) {
            List<Start> all = new ArrayList<>();
            for (int g = 0; g < shape.groups; g++) {
                List<Start> tiles = new ArrayList<>(List.of(new Start(0, g, 0, 0, 0, 0)));
                for (MatrixAxis role : order) {
                    List<Start> longer = new ArrayList<>();
                    for (Start start : tiles) {
                        longer.addAll(along(role, start));
                    }
                    tiles = longer;
                }
                all.addAll(tiles);
            }
            return all;
        }

        private List<Start> along(MatrixAxis role, Start at) {
            List<Start> tiles = new ArrayList<>();
            switch (role) {
                case M -> {
                    for (int n = 0; n < shape.batch; n += tile.batch) {
                        for (int p = 0; p < shape.out(); p += tile.p) {
                            for (int q = 0; q < shape.out(); q += tile.q) {
                                tiles.add(new Start(n, at.g, at.m, at.c, p, q));
                            }
                        }
                    }
                }
                case N -> {
                    for (int m = 0; m < shape.filters; m += tile.m) {
                        tiles.add(new Start(at.n, at.g, m, at.c, at.p, at.q));
                    }
                }
                default -> {
                    for (int c = 0; c < shape.channels; c += tile.c) {
                        tiles.add(new Start(at.n, at.g, at.m, c, at.p, at.q));
                    }
                }
            }
            return tiles;
        }

        private static int end(int start, int steps, int extent) {
            return Math.min(start + steps, extent);
        }

        private void meetInput(Start start) {
            Set<List<Integer>> addresses = new HashSet<>();
            long here = 0;
            for (int n = start.n; n < end(start.n, tile.batch, shape.batch); n++) {
                for (int c = start.c; c < end(start.c, tile.c, shape.channels); c++) {
                    for (int p = start.p; p < end(start.p, tile.p, shape.out()); p++) {
                        for (int q = start.q; q < end(start.q, tile.q, shape.out()); q++) {
                            here += meetWindow(addresses, n, c, p, q);
                        }
                    }
                }
            }
            distinct += addresses.size();
            points += here;
            mostPoints = Math.max(mostPoints, here);
        }

        private long meetWindow(Set<List<Integer>> addresses, int n, int c, int p, int q) {
            for (int r = 0; r < shape.filter; r++) {
                for (int s = 0; s < shape.filter; s++) {
                    int row = shape.position(p, r);
                    int col = shape.position(q, s);
                    if (row >= 0 && row < shape.extent && col >= 0 && col < shape.extent) {
                        addresses.add(List.of(n, c, row, col));
                    }
                }
            }
            return (long) shape.filter * shape.filter;
        }

        private long weightsOf(Start start) {
            return (long) (end(start.m, tile.m, shape.filters) - start.m)
                    * (end(start.c, tile.c, shape.channels) - start.c)
                    * shape.filter
                    * shape.filter;
        }

        private long resultsOf(Start start) {
            return (long) (end(start.n, tile.batch, shape.batch) - start.n)
                    * (end(start.m, tile.m, shape.filters) - start.m)
                    * (end(start.p, tile.p, shape.out()) - start.p)
                    * (end(start.q, tile.q, shape.out()) - start.q);
        }
    }

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
        Walk walk = new Walk(shape, tile, ORDERS.get(order));
        Accelerator machine =
                Machines.of(4, 4, Dataflow.WEIGHT_STATIONARY, LARGE, 1).with(im2col);
        Graph graph = shape.graph();
        PinnedMapper mapper = new PinnedMapper(Map.of("conv", tile.pin(ORDERS.get(order))), (task, _) -> {
            throw new IllegalStateException("the layer is pinned");
        });
        Part part = AnalyticModel.parts(Simulator.workload(graph, machine), machine, mapper)
                .getFirst();
        Traffic dram = part.cost().dram();

        boolean expands = shape.filter > 1 && (shape.out() > 1 || shape.padding > 0);
        boolean explicit = expands && im2col == Im2col.EXPLICIT;
        long map = graph.inputs().getFirst().type().elements();
        long matrix = (long) shape.batch
                * shape.groups
                * shape.channels
                * shape.out()
                * shape.out()
                * shape.filter
                * shape.filter;
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
        int rows = Math.min(extent, stride * (tile.p - 1) + filter);
        int cols = Math.min(extent, stride * (tile.q - 1) + filter);
        long all = (long) channels * extent * extent;
        long run = longestRun(layout, tile.c, channels, rows, cols, extent);
        assertThat(part.inputRun().bytes()).isEqualTo(run == all ? Run.STREAM.bytes() : run);
        long results = longestRun(layout, tile.m, 3, tile.p, tile.q, shape.out());
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
