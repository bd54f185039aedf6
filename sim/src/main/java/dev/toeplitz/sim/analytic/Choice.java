package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.PeArray;
import dev.toeplitz.sim.mapping.Hold;
import dev.toeplitz.sim.mapping.Proof;
import dev.toeplitz.sim.mapping.Tiling;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.Arrays;
import java.util.Optional;

/**
 * A complete mapping of a contraction: a cut of each role, the order of the loops over tiles, and what each buffer holds
 * while they run. What follows from it is said here plainly; a search does the same sums in flat arrays.
 */
public final class Choice {
    private static final MatrixAxis[] ROLES = MatrixAxis.values();
    private static final Operand[] OPERANDS = Operand.values();

    private final Nest nest;
    private final Cut[] cuts;
    private final Cut[] wholes;
    private final Order order;
    private final Hold[] holds;
    private final Optional<Proof> proof;

    /**
     * @param tile steps of each loop of the nest in a tile
     * @param holds by the operand's ordinal
     * @param proof where a search found it best
     */
    public Choice(Nest nest, int[] tile, Order order, Hold[] holds, Optional<Proof> proof) {
        this.nest = nest;
        this.order = order;
        this.holds = holds.clone();
        this.proof = proof;
        cuts = new Cut[ROLES.length];
        wholes = new Cut[ROLES.length];
        for (MatrixAxis role : ROLES) {
            cuts[role.ordinal()] = new Cut(nest, role, tile);
            wholes[role.ordinal()] = new Cut(nest, role, nest.extents);
        }
    }

    /** What a tiling says. */
    static Choice of(Geometry geometry, PeArray array, Tiling tiling) {
        int[] tile = new int[geometry.dims.length];
        for (int loop = 0; loop < tile.length; loop++) {
            tile[loop] = tiling.tile().get(geometry.dims[loop]);
        }
        Hold[] holds = Arrays.stream(OPERANDS)
                .map(operand -> tiling.holds().get(operand))
                .toArray(Hold[]::new);
        Order order = Arrays.stream(Order.all())
                .filter(each -> each.roles().equals(tiling.order()))
                .findFirst()
                .orElseThrow();
        return new Choice(new Nest(geometry, array, tiling.placement()), tile, order, holds, tiling.proof());
    }

    /** The same, holding more or less of one operand. */
    Choice with(Operand operand, Hold hold) {
        Hold[] others = holds.clone();
        others[operand.ordinal()] = hold;
        return new Choice(this, others);
    }

    private Choice(Choice other, Hold[] holds) {
        nest = other.nest;
        cuts = other.cuts;
        wholes = other.wholes;
        order = other.order;
        this.holds = holds;
        proof = Optional.empty();
    }

    public Nest nest() {
        return nest;
    }

    public Order order() {
        return order;
    }

    public Optional<Proof> proof() {
        return proof;
    }

    public Cut cut(MatrixAxis role) {
        return cuts[role.ordinal()];
    }

    public Hold hold(Operand operand) {
        return holds[operand.ordinal()];
    }

    public int tile(int loop) {
        return cut(nest.roles[loop]).tile[loop];
    }

    /** All parts that fit the array. */
    public long folds() {
        return cuts[0].folds * cuts[1].folds * cuts[2].folds * cuts[3].folds;
    }

    /** Steps in time, summed over folds. */
    public long foldSteps() {
        return cuts[0].foldSteps * cuts[1].foldSteps * cuts[2].foldSteps * cuts[3].foldSteps;
    }

    /** Cycles in time, summed over folds. */
    public long foldCycles() {
        return cuts[0].foldCycles * cuts[1].foldCycles * cuts[2].foldCycles * cuts[3].foldCycles;
    }

    public long tiles() {
        return cuts[0].trips * cuts[1].trips * cuts[2].trips * cuts[3].trips;
    }

    /** The one role of M, N, K that does not move an operand. */
    public static MatrixAxis still(Operand operand) {
        return switch (operand) {
            case INPUT -> MatrixAxis.N;
            case WEIGHT -> MatrixAxis.M;
            case OUTPUT -> MatrixAxis.K;
        };
    }

    /** Whether an operand's buffer holds it for all steps of a role. */
    public boolean holdsAllOf(Operand operand, MatrixAxis role) {
        return switch (hold(operand)) {
            case TILE -> false;
            case STRIP -> order.isInside(role, still(operand));
            case WHOLE -> role != MatrixAxis.GROUPS;
        };
    }

    /** How often what is held of an operand is loaded; for the output how often it is worked on. */
    public long fetches(Operand operand) {
        return hold(operand) == Hold.TILE ? order.fetches(still(operand), trips()) : 1;
    }

    /** How often partial sums leave the chip and come back. */
    public long spills() {
        return fetches(Operand.OUTPUT) - 1;
    }

    /** Distinct elements of an operand, summed over what is loaded together, each loaded once. */
    public long summed(Operand operand) {
        long elements = 1;
        for (MatrixAxis role : ROLES) {
            elements *= from(operand, role).summed[operand.ordinal()];
        }
        return elements;
    }

    /** The most elements of an operand that its buffer holds at once. */
    public long held(Operand operand) {
        long elements = 1;
        for (MatrixAxis role : ROLES) {
            elements *= from(operand, role).most[operand.ordinal()];
        }
        return elements;
    }

    /** The most elements of an operand along a role: in a tile, or in all of it. */
    long most(Operand operand, MatrixAxis role, boolean all) {
        return (all ? wholes : cuts)[role.ordinal()].most[operand.ordinal()];
    }

    /** Elements of an operand's largest tile. */
    public long inTile(Operand operand) {
        long elements = 1;
        for (Cut cut : cuts) {
            elements *= cut.most[operand.ordinal()];
        }
        return elements;
    }

    /** As {@link #held} where the input lies in its buffer as a Toeplitz matrix. */
    public long heldExpanded() {
        return from(Operand.INPUT, MatrixAxis.GROUPS).tilePoints
                * from(Operand.INPUT, MatrixAxis.M).tilePoints
                * from(Operand.INPUT, MatrixAxis.K).tilePoints;
    }

    public long inTileExpanded() {
        return cut(MatrixAxis.GROUPS).tilePoints * cut(MatrixAxis.M).tilePoints * cut(MatrixAxis.K).tilePoints;
    }

    /** Whether anything else takes the place of what is held, so that a double buffer needs room for the next tile. */
    public boolean isReplaced(Operand operand) {
        for (MatrixAxis role : ROLES) {
            if (role != still(operand) && cut(role).trips > 1 && !holdsAllOf(operand, role)) {
                return true;
            }
        }
        return false;
    }

    private Cut from(Operand operand, MatrixAxis role) {
        return holdsAllOf(operand, role) ? wholes[role.ordinal()] : cuts[role.ordinal()];
    }

    private long[] trips() {
        long[] trips = new long[ROLES.length];
        for (MatrixAxis role : ROLES) {
            trips[role.ordinal()] = cut(role).trips;
        }
        return trips;
    }
}
