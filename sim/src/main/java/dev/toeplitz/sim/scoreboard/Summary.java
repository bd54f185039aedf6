package dev.toeplitz.sim.scoreboard;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One metric of one group.
 *
 * @param cases published figures
 * @param modelled of these, those with a figure of ours; {@code within} of these, those inside their bound
 * @param meanAbsoluteError mean of |error| over what is modelled, as a share
 * @param meanError the same with its sign: below 0 where ours are too small
 * @param worst the largest error; empty where nothing is modelled
 */
public record Summary(
        String group,
        String kind,
        String metric,
        int cases,
        int modelled,
        int within,
        double meanAbsoluteError,
        double meanError,
        Optional<Comparison> worst) {
    static Summary of(List<Comparison> cases) {
        List<Comparison> modelled = cases.stream().filter(Comparison::modelled).toList();
        Comparison first = cases.getFirst();
        return new Summary(
                first.group(),
                first.kind(),
                first.metric(),
                cases.size(),
                modelled.size(),
                (int) modelled.stream().filter(Comparison::within).count(),
                modelled.stream().mapToDouble(Summary::absolute).average().orElse(Double.NaN),
                modelled.stream()
                        .mapToDouble(each -> each.error().getAsDouble())
                        .average()
                        .orElse(Double.NaN),
                modelled.stream().max(Comparator.comparingDouble(Summary::absolute)));
    }

    private static double absolute(Comparison comparison) {
        return Math.abs(comparison.error().getAsDouble());
    }
}
