package dev.toeplitz.runtime.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured to be fastest, task by task. What it does not know is carried out as estimated, and so is a task whose variant
 * no candidate has any more.
 */
public final class Tuning {
    /** Everything as estimated. */
    public static final Tuning NONE = new Tuning(Map.of());

    private final Map<String, Variant> variants;

    private Tuning(Map<String, Variant> variants) {
        this.variants = Map.copyOf(variants);
    }

    /** @param variants by the text of {@link Tunable#task} */
    public static Tuning of(Map<String, Variant> variants) {
        return new Tuning(variants);
    }

    public Tuning with(String task, Variant variant) {
        Map<String, Variant> more = new LinkedHashMap<>(variants);
        more.put(task, variant);
        return new Tuning(more);
    }

    public Optional<Variant> variant(String task) {
        return Optional.ofNullable(variants.get(task));
    }

    Optional<Variant> variant(Task task) {
        return variants.isEmpty() ? Optional.empty() : TaskKey.of(task).flatMap(this::variant);
    }
}
