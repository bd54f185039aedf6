package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.runtime.plan.Packing.Digit;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How Winograd's algorithm on 8-bit integers is divided.
 *
 * @param block tiles of outputs that a work-item has at once
 * @param panelsInPart how many panels of the weights it has
 * @param tile the register tile of the product: tiles by output channels
 */
record DotWinogradShape(WinogradLayer layer, int block, int panelsInPart, TileShape tile) {
    /** Keeps the products' planes from falling onto the same lines of a cache. */
    private static final int APART = 16;
    /** Channels that are transformed at once. */
    private static final int IN_LANES = 16;
    /** Register tiles that are worth measuring. */
    private static final int TILES = 3;

    /** Bytes a cycle and core from memory, for what all blocks read; assumed. */
    private static final double MEMORY = 3.5;
    /** From the last-level cache; assumed. */
    private static final double CACHE = 10;
    /** Until a kernel has been handed to a core and it has begun; assumed. */
    private static final double LAUNCH = 15_000;
    /** Cycles that a vector of channels of a tile takes to be transformed, and one of results; assumed. */
    private static final double TRANSFORM_IN = 40;

    private static final double TRANSFORM_OUT = 40;

    /** Every way that fits the device, for the likeliest register tiles: one for each number of parts of the weights. */
    static List<DotWinogradShape> all(WinogradLayer layer) {
        List<DotWinogradShape> shapes = new ArrayList<>();
        for (TileShape tile : DotWay.shapes(product(layer), layer.task().target()).stream()
                .limit(TILES)
                .toList()) {
            int panels = Math.ceilDiv(layer.filters(), tile.width());
            for (int parts = 1; parts <= panels; parts *= 2) {
                fitting(layer, Math.ceilDiv(panels, parts), tile).ifPresent(shapes::add);
            }
        }
        return shapes;
    }

    /** As many tiles at once as local memory holds what belongs to them, and no more than keep all cores busy. */
    private static Optional<DotWinogradShape> fitting(WinogradLayer layer, int panelsInPart, TileShape tile) {
        DotWinogradShape one = new DotWinogradShape(layer, tile.cols(), panelsInPart, tile);
        long fitting = one.most() / tile.cols() * tile.cols();
        if (fitting < tile.cols()) {
            return Optional.empty();
        }
        int units = layer.task().target().units();
        int blocks = Math.ceilDiv(layer.tiles(), (int) Math.min(fitting, layer.tiles()));
        int even = Math.ceilDiv(Math.max(blocks, 1), units) * units;
        int block = Math.ceilDiv(Math.ceilDiv(layer.tiles(), even), tile.cols()) * tile.cols();
        return Optional.of(new DotWinogradShape(layer, block, panelsInPart, tile));
    }

    /** How many tiles local memory holds. */
    private long most() {
        long each = (long) Winograd.TWO.products() * (Short.BYTES * vTile() + Integer.BYTES * mTile());
        long constant = (long) Winograd.TWO.products() * APART * (Short.BYTES + Integer.BYTES);
        return (layer.task().target().localBytes() - constant) / each;
    }

    boolean fits() {
        return block >= 1
                && block % tile.cols() == 0
                && panelsInPart >= 1
                && panelsInPart <= panels()
                && block < layer.tiles() + tile.cols()
                && block <= most();
    }

    /** The product of one of the planes. */
    static DotNest product(WinogradLayer layer) {
        Loop depth = new Loop(LoopDim.IN_CHANNEL, layer.channels());
        TileNest plain = WinogradShape.plain(layer.tiles(), layer.filters(), layer.channels());
        return new DotNest(plain, List.of(), List.of(depth));
    }

    PairedFilters weights() {
        Access filter = layer.filter();
        return new PairedFilters(
                filter.base(),
                new Digit(layer.filters(), filter.stride(LoopDim.OUT_CHANNEL)),
                new Digit(layer.channels(), filter.stride(LoopDim.IN_CHANNEL)),
                filter.stride(LoopDim.FILTER_ROW),
                filter.stride(LoopDim.FILTER_COL),
                tile.width());
    }

    int panels() {
        return Math.ceilDiv(layer.filters(), tile.width());
    }

    int parts() {
        return Math.ceilDiv(panels(), panelsInPart);
    }

    int blocks() {
        return Math.ceilDiv(layer.tiles(), block);
    }

    int pairs() {
        return Math.ceilDiv(layer.channels(), PairSums.PAIR);
    }

    /** Elements from one tile's channels to the next one's. */
    int vTile() {
        return Math.ceilDiv(layer.channels(), IN_LANES) * IN_LANES;
    }

    int mTile() {
        return panelsInPart * tile.width();
    }

    int vProduct() {
        return block * vTile() + APART;
    }

    int mProduct() {
        return block * mTile() + APART;
    }

    /** Estimated cycles over all of a CPU's cores. */
    double cycles() {
        int units = layer.task().target().units();
        double weights = (double) Short.BYTES * weights().elements();
        double product = Winograd.TWO.products() * DotWay.cycles(tile, product(layer));
        double in = (double) layer.tiles() * Math.ceilDiv(layer.channels(), IN_LANES) * TRANSFORM_IN * parts();
        double out = (double) layer.tiles() * Math.ceilDiv(layer.filters(), PairSums.LANES.lanes()) * TRANSFORM_OUT;
        double again = weights / MEMORY + (blocks() - 1) * weights / CACHE;
        long items = (long) blocks() * parts();
        double idle = (double) Math.ceilDiv(items, units) * units / items;
        return LAUNCH * units + idle * (in + Math.max(product, again) + out);
    }

    /** The same by register tiles without Winograd's algorithm, and the copy that they read. */
    static double direct(WinogradLayer layer) {
        int depth = layer.channels() * Winograd.TAPS * Winograd.TAPS;
        TileNest row = WinogradShape.plain(layer.outCols(), layer.filters(), depth);
        DotNest nest = new DotNest(row, List.of(), row.depth());
        double rows = (double) layer.pictures() * layer.outRows();
        double product =
                rows * DotWay.cycles(DotWay.shapes(nest, layer.task().target()).getFirst(), nest);
        return 2 * LAUNCH * layer.task().target().units()
                + Math.max(product, (double) depth * layer.filters() / MEMORY);
    }
}
