package dev.toeplitz.reports.scoreboard;

import dev.toeplitz.sim.scoreboard.Comparison;
import java.util.Locale;

/** Figures of comparisons as text. */
final class Figures {
    private Figures() {}

    static String number(double value) {
        String format = value == Math.rint(value) ? "%,.0f" : Math.abs(value) < 100 ? "%,.2f" : "%,.1f";
        return String.format(Locale.ROOT, format, value);
    }

    static String ours(Comparison comparison) {
        return comparison.modelled() ? number(comparison.ours().getAsDouble()) : "-";
    }

    static String error(Comparison comparison) {
        return comparison.modelled() ? signed(comparison.error().getAsDouble()) : "-";
    }

    /** 0.123 as +12.3 %; no sign where it rounds to none. */
    static String signed(double share) {
        return Double.isNaN(share)
                ? "-"
                : String.format(Locale.ROOT, Math.abs(share) < 0.0005 ? "0.0 %%" : "%+.1f %%", 100 * share);
    }

    static String bound(double share) {
        return share <= 1e-6 ? "exact" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** {@code ok}, {@code MISS}, or {@code no model}. */
    static String verdict(Comparison comparison) {
        return comparison.within() ? "ok" : comparison.modelled() ? "MISS" : "no model";
    }
}
