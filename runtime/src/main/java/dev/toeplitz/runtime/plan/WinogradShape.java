package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.terms.LoopDim;
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

    /** The register tile for a product of so many tiles. */
    static TileShape tile(WinogradLayer layer, int tiles) {
        Loop tiled = new Loop(LoopDim.TIME, tiles);
        Loop channel = new Loop(LoopDim.OUT_CHANNEL, layer.filters());
        Loop depth = new Loop(LoopDim.IN_CHANNEL, layer.channels());
        TileNest nest = new TileNest(
                List.of(), List.of(), tiled, channel, List.of(depth), Optional.empty(), List.of(), true, List.of());
        return TileShape.best(nest, layer.task().target());
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
