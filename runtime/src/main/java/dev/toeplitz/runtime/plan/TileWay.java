package dev.toeplitz.runtime.plan;

import dev.toeplitz.runtime.plan.TileNest.Panels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a contraction is carried out in register tiles. Its tunables are the tile's {@code cols} and {@code vectors}, the {@code items}
 * that all tiles are shared out to, the {@code order} of these items, and whether the right operand is brought into panels
 * ({@code pack}).
 */
record TileWay(TileNest nest, TileShape shape, Division division) {
    private static final String CANDIDATE = "tile";
    static final String COLS = "cols";
    static final String VECTORS = "vectors";
    static final String ITEMS = "items";
    static final String ORDER = "order";
    private static final String PACK = "pack";

    /** Fewer items than the estimate's, which cost less to start, and more, which cores share more evenly. */
    private static final List<Integer> OTHER_ITEMS = List.of(12, 192);
    /** The likeliest shapes, with which the other tunables are combined. */
    private static final int SHAPES = 6;

    private static final int MOST_ITEMS = 1 << 16;

    /**
     * How tiles are shared out to work-items.
     *
     * @param items that there are at least, where there are as many tiles
     * @param panelsFirst whether all panels of the weights are for one part of the input, then for the next; otherwise one panel is for
     *     all of the input, then the next one
     */
    record Division(int items, boolean panelsFirst) {
        /** Work-items that some threads can share evenly. */
        private static final int EVENLY = 48;
        /** Weights of this many bytes stay in a core's second-level cache beside what streams through. */
        private static final long CACHED = 384 << 10;

        static Division estimated(TileNest nest, Task task) {
            long bytes = task.type(nest.right().operand()).bytes(nest.reduction())
                    * nest.channel().extent();
            return new Division(EVENLY, bytes <= CACHED);
        }
    }

    static TileWay estimated(TileNest nest, Task task) {
        return new TileWay(
                nest, TileShape.best(nest, task.target(), task.makesIntegers()), Division.estimated(nest, task));
    }

    /** The estimate's, then one step from it in every direction, then the other shapes, then all of these for the likeliest shapes. */
    static List<TileWay> all(TileNest nest, Task task) {
        Division division = Division.estimated(nest, task);
        List<TileWay> shapes = TileShape.all(nest, task.target(), task.makesIntegers()).stream()
                .map(shape -> new TileWay(nest, shape, division))
                .toList();
        List<TileWay> all = new ArrayList<>(shapes.subList(0, Math.min(2, shapes.size())));
        all.addAll(shapes.getFirst().besides());
        all.addAll(shapes);
        shapes.stream().limit(SHAPES).forEach(way -> all.addAll(way.besides()));
        return all.stream().distinct().filter(way -> way.isFor(task)).toList();
    }

    /** Integers are packed beforehand or not at all. */
    private boolean isFor(Task task) {
        return !task.makesIntegers() || nest.panels() != Panels.BEFORE;
    }

    private List<TileWay> besides() {
        List<TileWay> others = new ArrayList<>();
        others.add(new TileWay(nest, shape, new Division(division.items, !division.panelsFirst)));
        otherwisePacked().ifPresent(other -> others.add(new TileWay(other, shape, division)));
        OTHER_ITEMS.forEach(items -> others.add(new TileWay(nest, shape, new Division(items, division.panelsFirst))));
        return others;
    }

    /** The same loops with panels where there are none, or without them where the right operand can be read as it lies. */
    private Optional<TileNest> otherwisePacked() {
        if (!nest.packs()) {
            return Optional.of(nest.with(Panels.BEFORE));
        }
        return nest.right().stride(nest.channel().dim()) == 1 ? Optional.of(nest.with(Panels.NEVER)) : Optional.empty();
    }

    /** The way that a variant says; empty where there is none such for these loops and this device. */
    static Optional<TileWay> of(Variant variant, TileNest nest, Task task) {
        TileWay plain = estimated(nest, task);
        int items = variant.value(ITEMS);
        Optional<TileNest> packed =
                (variant.value(PACK) == 1) == nest.packs() ? Optional.of(nest) : plain.otherwisePacked();
        return TileShape.of(variant.value(COLS), variant.value(VECTORS), nest, task.target())
                .flatMap(shape ->
                        packed.map(how -> new TileWay(how, shape, new Division(items, variant.value(ORDER) == 1))))
                .filter(way -> way.isFor(task)
                        && items >= 1
                        && items <= MOST_ITEMS
                        && way.variant().equals(variant));
    }

    Variant variant() {
        return Variant.of(CANDIDATE)
                .with(COLS, shape.cols())
                .with(VECTORS, shape.vectors())
                .with(ITEMS, division.items)
                .with(ORDER, division.panelsFirst ? 1 : 2)
                .with(PACK, nest.packs() ? 1 : 2);
    }

    List<Launch> launches(Task task) {
        TilePrinter printer = new TilePrinter(this, task);
        List<Launch> launches = new ArrayList<>();
        if (task.makesIntegers()) {
            launches.add(printer.widening());
        }
        if (nest.panels() == Panels.BEFORE) {
            launches.add(printer.packing());
        }
        launches.add(printer.launch());
        return launches;
    }
}
