package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Winograd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Winograd's algorithm's tunables: {@code outputs} of a tile along an axis, in how many {@code kernels}, tiles of a {@code block}, into
 * how many {@code parts} the weights fall, and the register tile's {@code cols} and {@code vectors}.
 */
final class WinogradVariants {
    private static final String CANDIDATE = "winograd";
    private static final String OUTPUTS = "outputs";
    private static final String KERNELS = "kernels";
    private static final String BLOCK = "block";
    private static final String PARTS = "parts";
    /** The likeliest register tiles of the product, with which the other tunables are combined. */
    private static final int TILES = 3;

    private WinogradVariants() {}

    static Variant of(WinogradShape shape) {
        return Variant.of(CANDIDATE)
                .with(OUTPUTS, shape.layer().form().outputs())
                .with(KERNELS, shape.fused() ? 1 : 3)
                .with(BLOCK, shape.block())
                .with(PARTS, shape.parts())
                .with(TileWay.COLS, shape.tile().cols())
                .with(TileWay.VECTORS, shape.tile().vectors());
    }

    /** The way that a variant says; empty where there is none such for this layer and device. */
    static Optional<WinogradShape> shape(WinogradLayer layer, Variant variant) {
        Target target = layer.task().target();
        return TileShape.of(
                        variant.value(TileWay.COLS),
                        variant.value(TileWay.VECTORS),
                        WinogradShape.product(layer),
                        target)
                .flatMap(tile -> WinogradShape.of(
                        layer, variant.value(KERNELS) == 1, variant.value(BLOCK), variant.value(PARTS), tile))
                .filter(shape -> of(shape).equals(variant));
    }

    /** The estimate's first, then the best of each size of tile and number of kernels, then the others, by their estimates. */
    static List<Variant> all(List<WinogradLayer> layers) {
        List<WinogradShape> shapes = layers.stream()
                .flatMap(layer -> shapes(layer).stream())
                .sorted(Comparator.comparingDouble(WinogradCost::cycles))
                .toList();
        List<WinogradShape> ordered = new ArrayList<>();
        WinogradShape.best(layers).ifPresent(ordered::add);
        Map<Kind, WinogradShape> kinds = new LinkedHashMap<>();
        shapes.forEach(shape -> kinds.putIfAbsent(new Kind(shape.layer().form(), shape.fused()), shape));
        ordered.addAll(kinds.values());
        ordered.addAll(shapes);
        return ordered.stream().map(WinogradVariants::of).distinct().toList();
    }

    private record Kind(Winograd form, boolean fused) {}

    private static List<WinogradShape> shapes(WinogradLayer layer) {
        List<WinogradShape> shapes = new ArrayList<>();
        TileShape.all(WinogradShape.product(layer), layer.task().target(), false).stream()
                .limit(TILES)
                .flatMap(tile -> WinogradShape.all(layer, tile).stream())
                .forEach(shape -> {
                    shapes.add(shape);
                    halved(shape).ifPresent(shapes::add);
                });
        return shapes;
    }

    /** Blocks of half the tiles: less of them in a cache at once, and more work-items. */
    private static Optional<WinogradShape> halved(WinogradShape shape) {
        int cols = shape.tile().cols();
        int half = Math.ceilDiv(Math.ceilDiv(shape.block(), 2), cols) * cols;
        return shape.fused() && half < shape.block()
                ? WinogradShape.of(shape.layer(), true, half, shape.parts(), shape.tile())
                : Optional.empty();
    }
}
