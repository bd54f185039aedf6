package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.Graph;
import java.util.List;

/**
 * A task of a plan with more than one way to carry it out.
 *
 * @param stage the first stage in which it stands
 * @param layer that stage's name
 * @param times in how many of the plan's steps it stands
 * @param loops in words
 * @param task what its time depends on, as text
 * @param estimate the variant that is taken where nothing is known
 * @param variants each candidate's, the likeliest first
 */
public record Tunable(
        int stage, String layer, int times, String loops, String task, Variant estimate, List<List<Variant>> variants) {
    public Tunable {
        variants = variants.stream().map(List::copyOf).toList();
    }

    /** All different ones of a graph, in the order in which they run. */
    public static List<Tunable> of(Graph graph, Options options) {
        return new Planner(graph, options, Tuning.NONE).tunables();
    }

    /** Whether this version of the candidates lists a variant. */
    public boolean lists(Variant variant) {
        return variants.stream().anyMatch(ofOne -> ofOne.contains(variant));
    }

    Tunable again() {
        return new Tunable(stage, layer, times + 1, loops, task, estimate, variants);
    }
}
