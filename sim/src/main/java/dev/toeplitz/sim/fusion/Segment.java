package dev.toeplitz.sim.fusion;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Loading;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.fusion.Strips.Feed;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Some layers in a row, of which only the last one's result is wanted elsewhere. Its maps: those it reads, then each layer's. */
final class Segment {
    private final Network network;
    private final Accelerator accelerator;
    final int first;
    final int last;
    /** Maps from outside, in the order in which layers read them. */
    final List<Value> outside = new ArrayList<>();
    /** For each of them the layer that reads it first. */
    final List<Integer> firstReaders = new ArrayList<>();

    private final List<Feed> feeds = new ArrayList<>();
    private final int[] lastReads;
    private final int images;

    Segment(Network network, int first, int last) {
        this.network = network;
        this.accelerator = network.accelerator;
        this.first = first;
        this.last = last;
        this.images = network.result(last).at(0);
        for (int i = first; i <= last; i++) {
            for (RowReads.Source source : network.reads(i).sources()) {
                if (!isInside(source.value()) && !outside.contains(source.value())) {
                    outside.add(source.value());
                    firstReaders.add(i);
                }
            }
        }
        lastReads = new int[outside.size() + last - first + 1];
        for (int i = first; i <= last; i++) {
            for (RowReads.Source source : network.reads(i).sources()) {
                int map =
                        isInside(source.value()) ? map(network.maker(source.value())) : outside.indexOf(source.value());
                feeds.add(new Feed(map, map(i), source.window()));
                lastReads[map] = i;
            }
        }
        lastReads[map(last)] = last;
    }

    private boolean isInside(Value value) {
        int maker = network.maker(value);
        return maker >= first && maker <= last;
    }

    /** The map that a layer makes. */
    private int map(int layer) {
        return outside.size() + layer - first;
    }

    private int maps() {
        return lastReads.length;
    }

    private Shape shape(int map) {
        return map < outside.size() ? outside.get(map).type().shape() : network.result(first + map - outside.size());
    }

    private int[] heights() {
        int[] heights = new int[maps()];
        for (int map = 0; map < heights.length; map++) {
            heights[map] = shape(map).at(2);
        }
        return heights;
    }

    /** The strips of one image. */
    Strips strips(int stripRows) {
        return Strips.of(heights(), outside.size(), feeds, stripRows);
    }

    int images() {
        return images;
    }

    /** The height of strips with the fewest bytes, then cycles; empty where none saves bytes and takes no longer. */
    Optional<Chain> best() {
        int height = network.result(last).at(2);
        Chain best = null;
        for (int parts = 1; parts <= height; parts *= 2) {
            Chain chain = chain(Math.ceilDiv(height, parts));
            best = chain != null && (best == null || chain.isBetterThan(best)) ? chain : best;
        }
        return Optional.ofNullable(best);
    }

    /** In strips of so many rows; null where that does not fit, saves nothing or takes longer. */
    Chain chain(int stripRows) {
        Strips strips = strips(stripRows);
        long all = Math.multiplyExact((long) images, strips.count());
        boolean stay = fits(strips, all, true);
        if (!stay && !fits(strips, all, false)) {
            return null;
        }
        long bytes = bytes(strips, stay ? 1 : all);
        long bytesBefore = 0;
        long before = 0;
        for (int i = first; i <= last; i++) {
            bytesBefore += network.cost(i).dram().total();
            before += network.cost(i).cycles();
        }
        if (bytes >= bytesBefore) {
            return null;
        }
        long onChip = 0;
        long halo = 0;
        try {
            for (int i = first; i <= last; i++) {
                for (Map.Entry<Integer, Integer> some : heights(strips, i).entrySet()) {
                    LayerCost piece = network.pieces.of(i, some.getKey());
                    long times = (long) images * some.getValue();
                    onChip = Math.addExact(onChip, Math.multiplyExact(times, piece.cycles()));
                    halo = Math.addExact(halo, Math.multiplyExact(times, piece.macs()));
                }
                halo -= network.cost(i).macs();
            }
        } catch (InputException e) {
            return null; // the least piece of a layer finds no room for its sums
        }
        long ends = network.cost(first).stallCycles(Cause.FIRST_TILE)
                + network.cost(last).stallCycles(Cause.LAST_TILE);
        long memory = (long) Math.ceil(bytes / accelerator.dramBytesPerCycle())
                + transfers(all, stay) * accelerator.dma().setupCycles();
        long cycles = Math.max(onChip + ends + begins(stay ? 1 : all), memory);
        return cycles > before
                ? null
                : new Chain(first, last, stripRows, all, stay, halo, onChip, ends, cycles, bytes, before, bytesBefore);
    }

    /** How many strips take so many rows of a layer's result. */
    Map<Integer, Integer> heights(Strips strips, int layer) {
        return strips.heights().get(map(layer));
    }

    /** Rows of a layer's result that all strips of all images make. */
    long rowsMade(Strips strips, int layer) {
        return images * strips.sums()[map(layer)];
    }

    /** Rows of a layer's result that strip number {@code strip} of an image makes. */
    int rowsIn(Strips strips, int strip, int layer) {
        return strips.taken().get(strip)[map(layer)];
    }

    /** DRAM bytes of a map from outside for one strip; none where it lies on the chip anyway. */
    long outsideBytes(Strips strips, int strip, int map) {
        return network.stays(outside.get(map)) ? 0 : bytes(map, strips.taken().get(strip)[map]);
    }

    /** DRAM bytes of a map from outside; none where it lies on the chip anyway. */
    long outsideBytes(Strips strips, int map) {
        return network.stays(outside.get(map)) ? 0 : bytes(map, images * strips.sums()[map]);
    }

    /** DRAM bytes of the result; none where it stays on the chip. */
    long resultBytes() {
        Value result = network.layer(last).outputs().getFirst();
        return network.stays(result)
                ? 0
                : accelerator.precision().output().bytes(result.type().elements());
    }

    /** Bytes of all that a layer reads and that does not change with its inputs, once. */
    long weightBytes(int layer) {
        return network.layer(layer).reads().stream()
                .filter(Layer.Read::constant)
                .mapToLong(read -> accelerator
                        .precision()
                        .weight()
                        .bytes(read.value().type().elements()))
                .sum();
    }

    private long bytes(Strips strips, long readings) {
        long bytes = resultBytes();
        for (int map = 0; map < outside.size(); map++) {
            bytes += outsideBytes(strips, map);
        }
        for (int i = first; i <= last; i++) {
            bytes += readings * weightBytes(i);
        }
        return bytes;
    }

    /** Cycles of each layer's first weights, as often as they are read. */
    private long begins(long readings) {
        long cycles = 0;
        for (int i = first; i <= last; i++) {
            cycles += begin(i);
        }
        return Math.multiplyExact(readings, cycles);
    }

    /** Cycles of a layer's first weights where nothing may hide them ({@link Loading}). */
    long begin(int layer) {
        Loading loading = accelerator.dma().loads().get(Operand.WEIGHT);
        if (loading == null || loading.ahead() || network.cost(layer).engine() != Engine.ARRAY) {
            return 0;
        }
        Buffer buffer = accelerator.buffer(Operand.WEIGHT);
        long part = buffer.doubleBuffered() ? buffer.bytes() / 2 : buffer.bytes();
        return (long) Math.ceil(Math.min(part, weightBytes(layer)) / accelerator.dramBytesPerCycle());
    }

    private long transfers(long strips, boolean stay) {
        long each = resultBytes() > 0 ? 1 : 0;
        each += outside.stream().filter(value -> !network.stays(value)).count();
        long weights = 0;
        for (int i = first; i <= last; i++) {
            weights += weightBytes(i) > 0 ? 1 : 0;
        }
        return strips * each + (stay ? 1 : strips) * weights;
    }

    /** Bytes of some rows of a map of one image. */
    private long bytes(int map, long rows) {
        Shape shape = shape(map);
        DataType type = map < outside.size()
                ? accelerator.precision().input()
                : accelerator.precision().output();
        return type.bytes(shape.elements() / ((long) shape.at(0) * shape.at(2)) * rows);
    }

    /**
     * Whether a strip's maps from when they are made until they are read, beside them the next strip's inputs and the last
     * strip's result, the weights, and what else stays on the chip find room.
     */
    private boolean fits(Strips strips, long all, boolean weightsStay) {
        long maps = network.besideBytes(first, last) + (all > 1 ? passing(strips) : 0);
        long most = 0;
        for (int now = first; now <= last; now++) {
            long alive = 0;
            for (int map = 0; map <= map(now); map++) {
                alive += lastReads[map] >= now && isCounted(map) ? bytes(map, strips.most()[map]) : 0;
            }
            most = Math.max(most, alive);
        }
        long weights = weightsStay ? weightsInAll() : weightsOfTwo();
        Buffer input = accelerator.buffer(Operand.INPUT);
        Buffer weight = accelerator.buffer(Operand.WEIGHT);
        return input.equals(weight)
                ? maps + most + weights <= input.bytes()
                : maps + most <= input.bytes() && weights <= weight.bytes();
    }

    /** What stays on the chip anyway has its place as a whole. */
    private boolean isCounted(int map) {
        Value value = map < outside.size()
                ? outside.get(map)
                : network.layer(first + map - outside.size()).outputs().getFirst();
        return (map >= outside.size() && map < maps() - 1) || !network.stays(value);
    }

    /** What comes and goes while a strip is worked on. */
    private long passing(Strips strips) {
        long bytes = 0;
        for (int map = 0; map < maps(); map++) {
            boolean passes = map < outside.size() || map == maps() - 1;
            bytes += passes && isCounted(map) ? bytes(map, strips.most()[map]) : 0;
        }
        return bytes;
    }

    private long weightsInAll() {
        long sum = 0;
        for (int i = first; i <= last; i++) {
            sum += weightBytes(i);
        }
        return sum;
    }

    /** The most of a layer's weights and the next one's, which are read meanwhile; after the last comes the first. */
    private long weightsOfTwo() {
        long most = 0;
        for (int i = first; i <= last; i++) {
            most = Math.max(most, weightBytes(i) + weightBytes(i == last ? first : i + 1));
        }
        return most;
    }
}
