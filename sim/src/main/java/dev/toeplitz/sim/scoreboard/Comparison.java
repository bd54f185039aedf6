package dev.toeplitz.sim.scoreboard;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One published figure beside ours.
 *
 * @param group where figures belong together, as {@code Eyeriss v1}
 * @param kind what the reference is worth: {@code measured silicon}, {@code measured FPGA}, {@code peer simulator} …
 * @param subject what was measured, as {@code AlexNet conv1}
 * @param ours empty where the case cannot be modelled, and {@code why} says what is missing
 * @param bound the largest error, as a share of the reference, that is aimed at
 * @param why what is missing, or the likely cause of an error above the bound; empty within it
 */
public record Comparison(
        String group,
        String kind,
        String subject,
        String metric,
        String unit,
        double reference,
        OptionalDouble ours,
        double bound,
        Optional<String> why,
        String source) {
    /** The same with a cause, which stands only where the figure is outside its bound or missing. */
    Comparison because(String cause) {
        boolean needed = !within() && !cause.isEmpty();
        return new Comparison(
                group,
                kind,
                subject,
                metric,
                unit,
                reference,
                ours,
                bound,
                needed ? Optional.of(cause) : Optional.empty(),
                source);
    }

    /** (ours − reference) / reference; empty where there is no figure of ours. */
    public OptionalDouble error() {
        return ours.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((ours.getAsDouble() - reference) / reference);
    }

    public boolean modelled() {
        return ours.isPresent();
    }

    /** Whether ours is there and within the bound. */
    public boolean within() {
        // Beyond what sums of doubles lose.
        return modelled() && Math.abs(error().getAsDouble()) <= bound + 1e-9;
    }
}
