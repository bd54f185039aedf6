package dev.toeplitz.runtime.tune;

import dev.toeplitz.runtime.plan.Variant;
import java.util.List;

/**
 * What came of measuring a task.
 *
 * @param task what its time depends on, as text
 * @param loops in words
 * @param estimate the variant that is taken where nothing is known
 * @param estimateNanoseconds the time of the layer in which the task was measured, with that variant
 * @param best the fastest variant that gave the right numbers
 * @param bestNanoseconds with that one, measured in turn with the estimate's
 * @param tried how many variants were measured
 * @param wrong the variants that would have won, and whose numbers were out of their bound
 */
public record Found(
        String task,
        String loops,
        Effort effort,
        Variant estimate,
        long estimateNanoseconds,
        Variant best,
        long bestNanoseconds,
        int tried,
        List<Variant> wrong) {
    public Found {
        wrong = List.copyOf(wrong);
    }

    public boolean isEstimateBest() {
        return best.equals(estimate);
    }

    /** How much longer than the best the estimate takes, as a share of the best. */
    public double regret() {
        return isEstimateBest() ? 0 : (double) estimateNanoseconds / bestNanoseconds - 1;
    }
}
