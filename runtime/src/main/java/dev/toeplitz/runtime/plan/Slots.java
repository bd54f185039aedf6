package dev.toeplitz.runtime.plan;

import java.util.ArrayList;
import java.util.List;

/** Shared buffers, in bytes: taken, given back, and grown where none of the free ones is large enough. */
final class Slots {
    private final List<Long> sizes = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();

    /** The smallest free one that is large enough; otherwise the largest free one, grown; otherwise a new one. */
    int take(long bytes) {
        Integer best = null;
        for (Integer slot : free) {
            best = best == null || better(sizes.get(slot), sizes.get(best), bytes) ? slot : best;
        }
        if (best == null) {
            sizes.add(bytes);
            return sizes.size() - 1;
        }
        free.remove(best);
        sizes.set(best, Math.max(sizes.get(best), bytes));
        return best;
    }

    private static boolean better(long size, long than, long wanted) {
        if (size >= wanted && than >= wanted) {
            return size < than;
        }
        return size > than;
    }

    void give(int slot) {
        free.add(slot);
    }

    List<Long> sizes() {
        return List.copyOf(sizes);
    }
}
