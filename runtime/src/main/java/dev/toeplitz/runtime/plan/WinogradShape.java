package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How Winograd's algorithm is divided.
 *
 * @param fused whether all phases are one kernel, with what they pass on in local memory
 * @param block tiles that a work-item of the fused kernel, or of the phases around the product, has at once
 * @param panelsInPart how many panels of the weights a work-item has
 * @param tile the register tile of the product: tiles by output channels
 */
record WinogradShape(WinogradLayer layer, boolean fused, int block, int panelsInPart, TileShape tile) {
    /** Keeps the products' planes from falling onto the same lines of a cache. */
    private static final int APART = 16;
    /** Elements that an OpenCL int can count. */
    private static final long MOST = Integer.MAX_VALUE;

    /** Work-items of the phases around the product for each unit, so that all are busy to the end. */
    private static final int ITEMS_PER_UNIT = 8;
    /** Work-items of the product, which some units can share evenly. */
    private static final int PRODUCTS = 48;

    /** Every way that fits the device: as three kernels, and as one for each number of parts of the weights. */
    static List<WinogradShape> all(WinogradLayer layer) {
        return all(layer, TileShape.best(product(layer), layer.task().target()));
    }

    /** The one that is estimated to take least time. */
    static Optional<WinogradShape> best(List<WinogradLayer> layers) {
        return layers.stream()
                .flatMap(layer -> all(layer).stream())
                .min(Comparator.comparingDouble(WinogradCost::cycles));
    }

    /** The same with another register tile. */
    static List<WinogradShape> all(WinogradLayer layer, TileShape tile) {
        List<WinogradShape> shapes = new ArrayList<>();
        int panels = Math.ceilDiv(layer.filters(), tile.width());
        int apart = Math.clamp(Math.ceilDiv(PRODUCTS, layer.form().products()), 1, panels);
        int block = Math.ceilDiv(layer.tiles(), layer.task().target().units() * ITEMS_PER_UNIT);
        shapes.add(new WinogradShape(layer, false, block, Math.ceilDiv(panels, apart), tile));
        for (int parts = 1; parts <= panels; parts *= 2) {
            fused(layer, Math.ceilDiv(panels, parts), tile).ifPresent(shapes::add);
        }
        shapes.removeIf(shape -> shape.vElements() > MOST || shape.mElements() > MOST);
        return shapes;
    }

    /** One way; empty where it does not fit the layer or the device. */
    static Optional<WinogradShape> of(WinogradLayer layer, boolean fused, int block, int parts, TileShape tile) {
        int panels = Math.ceilDiv(layer.filters(), tile.width());
        if (block < 1 || block > layer.tiles() + tile.cols() || parts < 1 || parts > panels) {
            return Optional.empty();
        }
        WinogradShape shape = new WinogradShape(layer, fused, block, Math.ceilDiv(panels, parts), tile);
        boolean fits = fused
                ? block % tile.cols() == 0 && block <= fitting(shape)
                : shape.vElements() <= MOST && shape.mElements() <= MOST;
        return fits ? Optional.of(shape) : Optional.empty();
    }

    /** How many tiles of a fused shape local memory holds. */
    private static long fitting(WinogradShape shape) {
        WinogradLayer layer = shape.layer;
        long each = Float.BYTES * layer.form().products() * (long) (shape.vTile() + shape.mTile());
        long constant = Float.BYTES * layer.form().products() * 2L * APART;
        return (layer.task().target().localBytes() - constant) / each;
    }

    /** As many tiles at once as local memory holds what belongs to them. */
    private static Optional<WinogradShape> fused(WinogradLayer layer, int panelsInPart, TileShape tile) {
        WinogradShape one = new WinogradShape(layer, true, tile.cols(), panelsInPart, tile);
        long fitting = fitting(one) / tile.cols() * tile.cols();
        if (fitting < tile.cols()) {
            return Optional.empty();
        }
        int blocks = Math.ceilDiv(layer.tiles(), (int) Math.min(fitting, layer.tiles()));
        int even = Math.ceilDiv(Math.ceilDiv(layer.tiles(), blocks), tile.cols()) * tile.cols();
        return Optional.of(new WinogradShape(layer, true, even, panelsInPart, tile));
    }

    /** The product of one of the planes. */
    static TileNest product(WinogradLayer layer) {
        return plain(layer.tiles(), layer.filters(), layer.channels());
    }

    static TileNest plain(int pixels, int channels, int depth) {
        return new TileNest(
                List.of(),
                List.of(),
                new Loop(LoopDim.TIME, pixels),
                new Loop(LoopDim.OUT_CHANNEL, channels),
                List.of(new Loop(LoopDim.IN_CHANNEL, depth)),
                Optional.empty(),
                List.of(),
                TileNest.Panels.AHEAD,
                List.of());
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

    /** Tiles for which there is room. */
    private int rows() {
        return fused ? Math.ceilDiv(block, tile.cols()) * tile.cols() : layer.tiles();
    }

    /** Elements from one tile's channels to the next one's. */
    int vTile() {
        int lanes = in().lanes();
        return Math.ceilDiv(layer.channels(), lanes) * lanes;
    }

    int mTile() {
        return (fused ? panelsInPart : panels()) * tile.width();
    }

    long vProduct() {
        return (long) rows() * vTile() + APART;
    }

    long mProduct() {
        return (long) rows() * mTile() + APART;
    }

    long vElements() {
        return layer.form().products() * vProduct();
    }

    long mElements() {
        return layer.form().products() * mProduct();
    }

    /** The vectors of the first phase. */
    Vector in() {
        return Vector.within(layer.channels(), layer.task().target().lanes());
    }

    /** Those of the others. */
    Vector out() {
        return tile.lanes();
    }
}
