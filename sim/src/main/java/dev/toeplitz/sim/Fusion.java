package dev.toeplitz.sim;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Axis.Affine;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Window;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Convolutions that run as one, strip of rows by strip of rows: what one makes of a strip the next one reads from the buffer,
 * and no map between them meets DRAM. Rows at the edge of a strip are made twice, once for each neighbour. Weights stay if all of
 * a chain's fit, and are otherwise read for each strip. Each layer keeps the array time of its own best mapping, in proportion to the
 * rows it makes, so a strip's own folds at its edges are not in it.
 */
public final class Fusion {
    private static final int LONGEST = 16;

    private final NetworkCost cost;
    private final Accelerator accelerator;

    private Fusion(NetworkCost cost) {
        this.cost = cost;
        this.accelerator = cost.accelerator();
    }

    /**
     * Layers {@code first} to {@code last} as one.
     *
     * @param stripRows rows of the last layer's result in a strip
     * @param haloMacs multiply-accumulates that are done twice
     */
    public record Chain(
            int first,
            int last,
            int stripRows,
            int strips,
            boolean weightsStay,
            long haloMacs,
            long cycles,
            long dramBytes,
            long cyclesBefore,
            long dramBytesBefore) {
        private boolean isBetterThan(Chain other) {
            return cycles != other.cycles ? cycles < other.cycles : dramBytes < other.dramBytes;
        }
    }

    /**
     * The chains that save most DRAM bytes in all and are no slower than their layers one by one, by the network's order.
     *
     * @param cost of the layers one by one
     */
    public static List<Chain> chains(NetworkCost cost) {
        Fusion fusion = new Fusion(cost);
        int count = cost.layers().size();
        long[] saved = new long[count + 1];
        Chain[] from = new Chain[count];
        for (int first = count - 1; first >= 0; first--) {
            saved[first] = saved[first + 1];
            for (int last = first + 1; last < Math.min(count, first + LONGEST) && fusion.feeds(last - 1); last++) {
                Chain chain = fusion.best(first, last);
                long gain = chain == null ? 0 : chain.dramBytesBefore() - chain.dramBytes();
                if (gain > 0 && gain + saved[last + 1] > saved[first]) {
                    saved[first] = gain + saved[last + 1];
                    from[first] = chain;
                }
            }
        }
        List<Chain> chosen = new ArrayList<>();
        for (int i = 0; i < count; i = from[i] == null ? i + 1 : from[i].last() + 1) {
            if (from[i] != null) {
                chosen.add(from[i]);
            }
        }
        return chosen;
    }

    /** Whether a layer's result passes DRAM for the next layer, a convolution on the array as it is itself, and for nobody else. */
    private boolean feeds(int index) {
        LayerCost here = cost.layers().get(index);
        LayerCost next = cost.layers().get(index + 1);
        if (!isConvolution(here) || !isConvolution(next) || accelerator.im2col() == Im2col.EXPLICIT) {
            return false;
        }
        List<Value> made = here.layer().outputs();
        if (made.size() != 1 || here.dram().bytes(Stream.OUTPUT_WRITE) == 0) {
            return false;
        }
        Value map = made.getFirst();
        long readers = cost.layers().stream()
                .filter(each -> each.layer().reads().stream().anyMatch(read -> read.value() == map))
                .count();
        return readers == 1
                && next.layer().nodes().getFirst().inputs().getFirst() == map
                && !cost.graph().outputs().contains(map);
    }

    private static boolean isConvolution(LayerCost layer) {
        return layer.engine() == Engine.ARRAY && window(layer).isPresent();
    }

    /** The window along the rows of a map, read from the Toeplitz view; empty where there is none. */
    private static Optional<Window> window(LayerCost layer) {
        if (!(layer.layer().work().getFirst() instanceof MatrixWork work)
                || work.contract().left().axes().size() != 4
                || work.contract().loops().position(LoopDim.FILTER_ROW) < 0
                || !(work.contract().left().axes().get(2) instanceof Affine(int offset, List<Term> terms))) {
            return Optional.empty();
        }
        int stride = 1;
        int dilation = 1;
        for (Term term : terms) {
            switch (term.dim()) {
                case OUT_ROW -> stride = term.coefficient();
                case FILTER_ROW -> dilation = term.coefficient();
                default -> {
                    return Optional.empty();
                }
            }
        }
        int size = work.contract().loops().extent(LoopDim.FILTER_ROW);
        return stride < 1 || dilation < 1
                ? Optional.empty()
                : Optional.of(new Window(size, stride, dilation, -offset, -offset));
    }

    private Chain best(int first, int last) {
        int height = output(last).at(2);
        Chain best = null;
        for (int parts = 1; parts <= height; parts *= 2) {
            Chain chain = chain(first, last, Math.ceilDiv(height, parts));
            boolean isNoSlower = chain != null && chain.cycles() <= chain.cyclesBefore();
            best = isNoSlower && (best == null || chain.isBetterThan(best)) ? chain : best;
        }
        return best;
    }

    /** A chain in strips of so many rows; null where a strip does not fit. */
    private Chain chain(int first, int last, int stripRows) {
        Rows rows = Rows.of(windows(first, last), heights(first, last), stripRows);
        long weights = weightBytes(first, last).sum();
        boolean stay = fits(first, last, rows, weights);
        if (!stay && !fits(first, last, rows, weightBytes(first, last).max().orElse(0))) {
            return null;
        }
        long busy = 0;
        long halo = 0;
        long before = 0;
        long bytesBefore = 0;
        for (int i = first; i <= last; i++) {
            LayerCost layer = cost.layers().get(i);
            double again = rows.made(i - first + 1) / (double) output(i).at(2);
            busy += (long) Math.ceil(layer.busyCycles() * again);
            halo += Math.round(layer.macs() * (again - 1));
            before += layer.cycles();
            bytesBefore += layer.dram().total();
        }
        Shape input = input(first);
        long bytes = accelerator.precision().input().bytes(input.elements() / input.at(2) * rows.made(0))
                + weights * (stay ? 1 : rows.strips())
                + epilogueBytes(first, last)
                + accelerator.precision().output().bytes(output(last).elements());
        long ends = cost.layers().get(first).stallCycles(Cause.FIRST_TILE)
                + cost.layers().get(last).stallCycles(Cause.LAST_TILE);
        long memory = (long) Math.ceil(bytes / accelerator.dramBytesPerCycle());
        return new Chain(
                first,
                last,
                stripRows,
                rows.strips(),
                stay,
                halo,
                Math.max(busy + ends, memory),
                bytes,
                before,
                bytesBefore);
    }

    private List<Window> windows(int first, int last) {
        return cost.layers().subList(first, last + 1).stream()
                .map(layer -> window(layer).orElseThrow())
                .toList();
    }

    private int[] heights(int first, int last) {
        int[] heights = new int[last - first + 2];
        heights[0] = input(first).at(2);
        for (int i = first; i <= last; i++) {
            heights[i - first + 1] = output(i).at(2);
        }
        return heights;
    }

    private Shape input(int index) {
        return cost.layers()
                .get(index)
                .layer()
                .nodes()
                .getFirst()
                .inputs()
                .getFirst()
                .type()
                .shape();
    }

    private Shape output(int index) {
        Layer layer = cost.layers().get(index).layer();
        return layer.outputs().getFirst().type().shape();
    }

    private long epilogueBytes(int first, int last) {
        return cost.layers().subList(first, last + 1).stream()
                .mapToLong(layer -> layer.dram().bytes(Stream.EPILOGUE_READ))
                .sum();
    }

    /** Each layer's weights once, however often the layer by itself reads them. */
    private LongStream weightBytes(int first, int last) {
        return cost.layers().subList(first, last + 1).stream()
                .map(layer -> layer.layer().nodes().getFirst().inputs().get(1))
                .mapToLong(weights ->
                        accelerator.precision().weight().bytes(weights.type().elements()));
    }

    /** What a layer reads and makes of a strip is there at once, beside the next strip of the first map and the weights. */
    private boolean fits(int first, int last, Rows rows, long weights) {
        long maps = 0;
        for (int i = first; i <= last; i++) {
            maps = Math.max(maps, strip(input(i), rows.most(i - first)) + strip(output(i), rows.most(i - first + 1)));
        }
        maps += strip(input(first), rows.most(0));
        Buffer input = accelerator.buffer(Operand.INPUT);
        Buffer weight = accelerator.buffer(Operand.WEIGHT);
        return input.equals(weight)
                ? maps + weights <= input.bytes()
                : maps <= input.bytes() && weights <= weight.bytes();
    }

    private long strip(Shape map, int rows) {
        return accelerator.precision().input().bytes(map.elements() / map.at(2) * rows);
    }

    /** Rows of each map, from a chain's input to its result, over all strips. */
    record Rows(int strips, long[] sums, int[] mosts) {
        static Rows of(List<Window> windows, int[] heights, int stripRows) {
            long[] sums = new long[heights.length];
            int[] mosts = new int[heights.length];
            int last = heights.length - 1;
            int strips = 0;
            for (int from = 0; from < heights[last]; from += stripRows) {
                int begin = from;
                int end = Math.min(heights[last], from + stripRows);
                strips++;
                for (int map = last; map >= 0; map--) {
                    sums[map] += end - begin;
                    mosts[map] = Math.max(mosts[map], end - begin);
                    if (map > 0) {
                        Window window = windows.get(map - 1);
                        int reach = (window.size() - 1) * window.dilation();
                        end = Math.clamp(
                                (end - 1L) * window.stride() + reach - window.before() + 1, 0, heights[map - 1]);
                        begin = Math.clamp((long) begin * window.stride() - window.before(), 0, end);
                    }
                }
            }
            return new Rows(strips, sums, mosts);
        }

        long made(int map) {
            return sums[map];
        }

        int most(int map) {
            return mosts[map];
        }
    }
}
