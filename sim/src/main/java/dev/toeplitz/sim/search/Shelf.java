package dev.toeplitz.sim.search;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is known of one contraction on machines of one kind, by the buffers that it was searched with. */
final class Shelf {
    /** Only for whoever holds this shelf's lock. Sizes of the buffers, of the accumulators, and what else was the same. */
    final Map<List<Object>, Column> columns = new HashMap<>();

    static Shelf[] each(int contractions) {
        Shelf[] made = new Shelf[contractions];
        Arrays.setAll(made, i -> new Shelf());
        return made;
    }

    /** The columns that were of use on machines with buffers of one size; few. Many threads may ask. */
    static final class Cell {
        private static final Column[] NONE = {};

        volatile Column[] columns = NONE;

        synchronized void add(Column found) {
            if (!Arrays.asList(columns).contains(found)) {
                Column[] more = Arrays.copyOf(columns, columns.length + 1);
                more[columns.length] = found;
                columns = more;
            }
        }
    }
}
