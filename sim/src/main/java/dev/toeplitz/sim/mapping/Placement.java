package dev.toeplitz.sim.mapping;

import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.Locale;
import java.util.Map;

/**
 * Which loops lie on the array, and on how many PEs each, instead of where its dataflow puts them: sets of PEs replicated
 * over one layer's filters and another's channels. All other loops run in time.
 *
 * @param rows PEs of each loop along the array's rows; {@code cols} along its columns
 */
public record Placement(Map<LoopDim, Integer> rows, Map<LoopDim, Integer> cols) {
    public Placement {
        rows = Map.copyOf(rows);
        cols = Map.copyOf(cols);
        rows.forEach((loop, pes) -> Require.positive("PEs of " + lower(loop), pes));
        cols.forEach((loop, pes) -> Require.positive("PEs of " + lower(loop), pes));
        for (LoopDim loop : rows.keySet()) {
            if (cols.containsKey(loop)) {
                throw new InputException(
                        "%s lies on rows and on columns".formatted(lower(loop)),
                        "each loop on one side of the array",
                        "leave it out on one of them");
            }
        }
    }

    /** PEs of a full fold. */
    public int pes() {
        return product(rows) * product(cols);
    }

    /** Refuses an array that is too small. */
    public void check(int arrayRows, int arrayCols) {
        if (product(rows) > arrayRows || product(cols) > arrayCols) {
            throw new InputException(
                    "the placement has %d x %d PEs".formatted(product(rows), product(cols)),
                    "at most the array's %d x %d".formatted(arrayRows, arrayCols),
                    "give loops fewer PEs");
        }
    }

    private static int product(Map<LoopDim, Integer> side) {
        return side.values().stream().reduce(1, Math::multiplyExact);
    }

    private static String lower(LoopDim loop) {
        return loop.name().toLowerCase(Locale.ROOT);
    }
}
