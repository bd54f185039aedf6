package dev.toeplitz.sim.search;

import dev.toeplitz.sim.analytic.MappingTask;
import java.util.Arrays;

/** The best mappings that are known of one contraction on machines of one kind. Many threads may ask at once. */
final class Shelf {
    private static final Remembered[] NONE = {};

    private volatile Remembered[] known = NONE;
    /** Where the last was found: neighbours in a sweep are alike. Whatever it is, the answer is the same. */
    private int last;

    static Shelf[] each(int contractions) {
        Shelf[] made = new Shelf[contractions];
        Arrays.setAll(made, i -> new Shelf());
        return made;
    }

    /** One that is the best on a machine, or null. */
    Remembered find(Machine machine, MappingTask task) {
        Remembered[] now = known;
        int first = last;
        if (first < now.length && now[first].isBestOn(machine, task)) {
            return now[first];
        }
        for (int i = 0; i < now.length; i++) {
            if (now[i].isBestOn(machine, task)) {
                last = i;
                return now[i];
            }
        }
        return null;
    }

    /** Only by whoever holds its lock. */
    void add(Remembered found) {
        Remembered[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = found;
        known = more;
    }
}
