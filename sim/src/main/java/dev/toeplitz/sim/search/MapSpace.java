package dev.toeplitz.sim.search;

import dev.toeplitz.hw.PeArray;
import dev.toeplitz.sim.analytic.Geometry;
import dev.toeplitz.sim.analytic.Nest;
import dev.toeplitz.sim.analytic.Order;
import dev.toeplitz.terms.MatrixAxis;

/**
 * All mappings of a contraction that are looked at: every combination of {@link TileSizes} of its loops, in every {@link
 * Order} of tiles. What buffers hold meanwhile is chosen for each of them.
 */
public final class MapSpace {
    final Nest nest;
    final RoleTable groups;
    final RoleTable m;
    final RoleTable n;
    final RoleTable k;

    public MapSpace(Geometry geometry, PeArray array) {
        this(geometry, array, false);
    }

    /**
     * @param waits whether the array may wait for loads
     */
    MapSpace(Geometry geometry, PeArray array, boolean waits) {
        nest = new Nest(geometry, array);
        groups = RoleTable.of(nest, MatrixAxis.GROUPS, waits);
        m = RoleTable.of(nest, MatrixAxis.M, waits);
        n = RoleTable.of(nest, MatrixAxis.N, waits);
        k = RoleTable.of(nest, MatrixAxis.K, waits);
    }

    /** Mappings in the space. */
    public long points() {
        return (long) groups.points * m.points * n.points * k.points * Order.all().length;
    }

    /** Mappings whose cuts are not worse than others in every figure. */
    long undominated() {
        return (long) groups.count * m.count * n.count * k.count * Order.all().length;
    }
}
