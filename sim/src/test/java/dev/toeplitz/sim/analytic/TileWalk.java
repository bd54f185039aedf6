package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.TensorType;
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

/** What passes DRAM when tile follows tile and each buffer keeps its tile until another one is needed. */
final class TileWalk {
    record Shape(
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
    record Tile(int batch, int m, int c, int p, int q) {
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
    record Start(int n, int g, int m, int c, int p, int q) {
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

    private final Shape shape;
    private final Tile tile;
    long distinct;
    long points;
    long weights;
    long results;
    long partialSums;
    long mostPoints;

    TileWalk(Shape shape, Tile tile, List<MatrixAxis> order) {
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
