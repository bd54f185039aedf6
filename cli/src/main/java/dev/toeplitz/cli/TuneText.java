package dev.toeplitz.cli;

import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.runtime.plan.Tunable;
import dev.toeplitz.runtime.plan.Variant;
import dev.toeplitz.runtime.tune.Found;
import dev.toeplitz.runtime.tune.SideBySide;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What tuning found, as text. */
final class TuneText {
    private TuneText() {}

    static String table(List<Tunable> tunables, List<Found> all, UnaryOperator<String> heading) {
        Table table = new Table(
                "first layer", ">layers", "loops", ">estimate ms", ">best ms", ">ratio", ">tried", "what won");
        for (int i = 0; i < all.size(); i++) {
            Found found = all.get(i);
            table.row(
                    Clean.text(tunables.get(i).layer(), 28),
                    tunables.get(i).times(),
                    found.loops(),
                    milliseconds(found.estimateNanoseconds()),
                    milliseconds(found.bestNanoseconds()),
                    ratio((double) found.bestNanoseconds() / found.estimateNanoseconds()),
                    found.tried(),
                    found.isEstimateBest() ? "the estimate: " + found.best() : found.best());
        }
        StringBuilder text = new StringBuilder(table.write(heading));
        long kept = all.stream().filter(Found::isEstimateBest).count();
        text.append("%d of %d estimates were the fastest measured%s%n"
                .formatted(kept, all.size(), kept == all.size() ? "" : regret(all)));
        for (Found found : all) {
            for (Variant wrong : found.wrong()) {
                text.append("WRONG: %s for %s is out of its bound, and is not taken%n".formatted(wrong, found.loops()));
            }
        }
        return text.toString();
    }

    private static String regret(List<Found> all) {
        double[] regrets = all.stream().mapToDouble(Found::regret).sorted().toArray();
        return "; the others take up to %.0f %% longer than the best, all on average %.0f %%"
                .formatted(
                        100 * regrets[regrets.length - 1],
                        100 * all.stream().mapToDouble(Found::regret).average().orElse(0));
    }

    static String sentence(SideBySide both) {
        return "whole network: %s ms as estimated, %s ms tuned: %s of the time (pairs %s to %s, %d of them in turn)%n"
                .formatted(
                        milliseconds(both.estimateNanoseconds()),
                        milliseconds(both.tunedNanoseconds()),
                        ratio(both.ratio()),
                        ratio(both.least()),
                        ratio(both.most()),
                        both.pairs());
    }

    private static String milliseconds(long nanoseconds) {
        return String.format(Locale.ROOT, "%.3f", nanoseconds * 1e-6);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
