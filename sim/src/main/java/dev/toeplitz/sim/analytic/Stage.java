package dev.toeplitz.sim.analytic;

import dev.toeplitz.sim.cost.LayerCost;
import java.util.List;

/**
 * What runs at once: a part on each core that has work, on the first of them where there is one part; or layers in a row that
 * run as one.
 *
 * @param rows the closed form's cost of all parts together, for each layer
 */
public record Stage(List<LayerCost> rows, List<Part> parts) {
    public Stage {
        rows = List.copyOf(rows);
        parts = List.copyOf(parts);
    }

    /** A layer's part on each core. */
    public Stage(LayerCost cost, List<Part> parts) {
        this(List.of(cost), parts);
    }

    /** One part on one core. */
    public static Stage of(Part part) {
        return new Stage(part.cost(), List.of(part));
    }

    /** The number of the first layer. */
    public int layer() {
        return parts.getFirst().layer();
    }

    /** Of all layers. */
    public LayerCost cost() {
        return rows.stream().reduce(LayerCost::plus).orElseThrow();
    }
}
