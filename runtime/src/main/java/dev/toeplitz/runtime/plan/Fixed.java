package dev.toeplitz.runtime.plan;

import dev.toeplitz.runtime.plan.Launch.Argument;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a stage makes for itself of weights alone, as the factors of quantised layers: it is made once, before all runs, and kept. Where it
 * is large it is made anew in each run, in memory that others have before and after.
 */
final class Fixed {
    /** Elements that are worth memory of their own. */
    private static final long MOST = 1 << 16;

    private final Predicate<Item> constant;
    private final Set<Item> items = new HashSet<>();

    Fixed(Predicate<Item> constant) {
        this.constant = constant;
    }

    /** Looks through a stage's launches in the order in which they run. */
    void look(Prepared prepared, List<Launch> launches) {
        for (Launch launch : launches) {
            Item written = written(prepared, launch);
            if (written instanceof Item.Temporary
                    && written.shape().elements() <= MOST
                    && writers(prepared, launches, written) == 1
                    && readsWeights(prepared, launch)) {
                items.add(written);
            }
        }
    }

    private static Item written(Prepared prepared, Launch launch) {
        return launch.arguments().getLast() instanceof Argument.Scratch
                ? null
                : prepared.items().get(launch.arguments().getLast().value());
    }

    private static long writers(Prepared prepared, List<Launch> launches, Item item) {
        return launches.stream()
                .filter(launch -> item.equals(written(prepared, launch)))
                .count();
    }

    /** Whether it reads weights, and nothing that is made of anything else. */
    private boolean readsWeights(Prepared prepared, Launch launch) {
        List<Argument> read = launch.arguments().subList(0, launch.arguments().size() - 1);
        return !read.isEmpty()
                && read.stream()
                        .allMatch(argument -> !(argument instanceof Argument.Scratch) && isKnown(prepared, argument));
    }

    private boolean isKnown(Prepared prepared, Argument argument) {
        Item item = prepared.items().get(argument.value());
        return constant.test(item) || items.contains(item);
    }

    boolean holds(Item item) {
        return items.contains(item);
    }

    /** Whether a launch makes such a thing. */
    boolean covers(Prepared prepared, Launch launch) {
        return holds(written(prepared, launch));
    }
}
