package dev.toeplitz.sim.cost;

import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.Locale;
import java.util.Optional;

/**
 * How a layer is divided among cores.
 *
 * @param by the loop that is cut; empty where one core has it all, or where nothing but element-wise work is divided
 * @param used cores that have work
 */
public record CoreShare(Optional<LoopDim> by, int used) {
    /** On one core. */
    public static final CoreShare ONE = new CoreShare(Optional.empty(), 1);

    public CoreShare {
        Require.positive("used", used);
    }

    /** As it stands in a table. */
    public String words() {
        return by.map(loop -> loop.name().toLowerCase(Locale.ROOT)).orElse(used == 1 ? "one core" : "elements");
    }
}
