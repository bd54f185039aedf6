package dev.toeplitz.runtime.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a contraction is carried out in register tiles of pairs. Its tunables are the tile's {@code cols} and {@code vectors}, the {@code
 * items} that all tiles are shared out to, and the {@code order} of these items.
 */
record DotWay(DotNest nest, TileShape shape, TileWay.Division division) {
    static final String CANDIDATE = "dot";
    /** What starting and storing a tile costs beside its products, in cycles: an estimate, which only ranks shapes. */
    private static final int TILE_OVERHEAD = 20;
    /** Items beside the estimate's. */
    private static final List<Integer> OTHER_ITEMS = List.of(12, 192);
    /** The likeliest shapes, with which the other tunables are combined. */
    private static final int SHAPES = 6;

    private static final int MOST_ITEMS = 1 << 16;

    static DotWay estimated(DotNest nest, Task task) {
        return new DotWay(nest, shapes(nest, task.target()).getFirst(), TileWay.Division.estimated(nest.tile(), task));
    }

    /** Every shape that fits the registers, by its estimate. */
    static List<TileShape> shapes(DotNest nest, Target target) {
        List<TileShape> shapes = new ArrayList<>();
        int most = Math.ceilDiv(nest.tile().channel().extent(), PairSums.LANES.lanes());
        for (int vectors = 1; vectors <= most; vectors++) {
            for (int cols = 1; cols <= nest.tile().tiled().extent() && fits(cols, vectors, target); cols++) {
                shapes.add(new TileShape(cols, vectors, PairSums.LANES));
            }
        }
        shapes.sort(Comparator.comparingDouble(shape -> cycles(shape, nest)));
        return shapes;
    }

    /** Sums, a row of weights, the pair that is spread, and its products. */
    private static boolean fits(int cols, int vectors, Target target) {
        return cols * vectors + vectors + 2 <= target.registers();
    }

    /**
     * Were every load a hit: two multiplications or two loads a cycle, four operations on vectors (a product and a sum for each
     * accumulator, a row of weights widened from 8 bits).
     */
    static double cycles(TileShape shape, DotNest nest) {
        int sums = shape.cols() * shape.vectors();
        double row = Math.max((2 * sums + shape.vectors()) / 4.0, (shape.cols() + shape.vectors()) / 2.0);
        double tile = row * nest.pairs() + TILE_OVERHEAD + sums;
        return tile
                * shape.tiles(nest.tile().tiled().extent())
                * Math.ceilDiv(nest.tile().channel().extent(), shape.width());
    }

    /** The estimate's, then the other shapes, the likeliest of them shared out otherwise too. */
    static List<DotWay> all(DotNest nest, Task task) {
        TileWay.Division division = TileWay.Division.estimated(nest.tile(), task);
        List<DotWay> ways = shapes(nest, task.target()).stream()
                .map(shape -> new DotWay(nest, shape, division))
                .toList();
        List<DotWay> all = new ArrayList<>(ways.subList(0, Math.min(2, ways.size())));
        all.addAll(ways.getFirst().besides());
        all.addAll(ways);
        ways.stream().limit(SHAPES).forEach(way -> all.addAll(way.besides()));
        return all.stream().distinct().toList();
    }

    private List<DotWay> besides() {
        List<DotWay> others = new ArrayList<>();
        others.add(new DotWay(nest, shape, new TileWay.Division(division.items(), !division.panelsFirst())));
        OTHER_ITEMS.forEach(
                items -> others.add(new DotWay(nest, shape, new TileWay.Division(items, division.panelsFirst()))));
        return others;
    }

    /** The way that a variant says; empty where there is none such for these loops and this device. */
    static Optional<DotWay> of(Variant variant, DotNest nest, Task task) {
        int items = variant.value(TileWay.ITEMS);
        TileShape shape = new TileShape(variant.value(TileWay.COLS), variant.value(TileWay.VECTORS), PairSums.LANES);
        DotWay way = new DotWay(nest, shape, new TileWay.Division(items, variant.value(TileWay.ORDER) == 1));
        return shapes(nest, task.target()).contains(shape)
                        && items >= 1
                        && items <= MOST_ITEMS
                        && way.variant().equals(variant)
                ? Optional.of(way)
                : Optional.empty();
    }

    Variant variant() {
        return Variant.of(CANDIDATE)
                .with(TileWay.COLS, shape.cols())
                .with(TileWay.VECTORS, shape.vectors())
                .with(TileWay.ITEMS, division.items())
                .with(TileWay.ORDER, division.panelsFirst() ? 1 : 2);
    }

    List<Launch> launches(Padded padded) {
        PadPrinter pad = new PadPrinter(padded);
        return List.of(pad.launch(pad.scratch()), new DotPrinter(this, padded.task()).launch(pad.scratch()));
    }
}
