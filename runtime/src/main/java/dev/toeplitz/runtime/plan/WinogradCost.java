package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Winograd;

/**
 * Estimated cycles of a convolution, over all of a CPU's cores, by Winograd's algorithm and by register tiles. The product is bound by
 * multiply-adds or by reading weights, whichever takes longer; the transforms by what each vector costs.
 */
final class WinogradCost {
    /** Bytes a cycle and core from memory, where each run finds weights anew; assumed, for two cores that share 20 GB/s. */
    private static final double MEMORY = 3.5;
    /** From the last-level cache; assumed. */
    private static final double CACHE = 10;
    /** Until a kernel has been handed to a core and it has begun; assumed. */
    private static final double LAUNCH = 15_000;

    private WinogradCost() {}

    static double cycles(WinogradShape shape) {
        WinogradLayer layer = shape.layer();
        Winograd form = layer.form();
        int units = layer.task().target().units();
        double weights =
                (double) Float.BYTES * layer.weights(shape.tile().width()).elements();
        double product = form.products() * shape.tile().cycles(WinogradShape.product(layer));
        double in = (double) layer.tiles()
                * Math.ceilDiv(layer.channels(), shape.in().lanes())
                * transform(form, form.inputs());
        double out = (double) layer.tiles()
                * Math.ceilDiv(layer.filters(), shape.out().lanes())
                * transform(form, form.outputs());
        if (shape.fused()) {
            // Each block reads the weights again; the cores share what the first of them brought in.
            double again = weights / MEMORY + (shape.blocks() - 1) * weights / CACHE;
            double idle = idle((long) shape.blocks() * shape.parts(), units);
            return LAUNCH * units + idle * (in * shape.parts() + Math.max(product, again) + out);
        }
        double passed = 2.0 * Float.BYTES * (shape.vElements() + shape.mElements()) / CACHE;
        double idle = idle((long) form.products() * shape.parts(), units);
        return 3 * LAUNCH * units + in + out + passed + idle * Math.max(product, weights / MEMORY);
    }

    /** Cycles of a transform of one vector of channels: a sum takes half a cycle, as does a load, and a store a whole one. */
    private static double transform(Winograd form, int results) {
        int inputs = form.inputs();
        double sums = (inputs + results) * (form == Winograd.TWO ? 4.0 : 11.0);
        return (sums + inputs * inputs) / 2 + results * results;
    }

    /** How much longer it takes than if all cores were busy to the end. */
    private static double idle(long items, int units) {
        return (double) Math.ceilDiv(items, units) * units / items;
    }

    /** By register tiles, which {@link TileShape} estimates. */
    static double direct(WinogradLayer layer) {
        int depth = layer.channels() * Winograd.TAPS * Winograd.TAPS;
        TileNest row = WinogradShape.plain(layer.outCols(), layer.filters(), depth);
        double rows = (double) layer.pictures() * layer.outRows();
        double product = rows * TileShape.best(row, layer.task().target()).cycles(row);
        double weights = (double) Float.BYTES * depth * layer.filters();
        return LAUNCH * layer.task().target().units() + Math.max(product, weights / MEMORY);
    }
}
