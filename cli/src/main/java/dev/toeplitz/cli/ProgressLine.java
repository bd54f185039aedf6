package dev.toeplitz.cli;

import dev.toeplitz.reports.terminal.Units;
import dev.toeplitz.sweep.engine.Progress;
import dev.toeplitz.sweep.report.Overview;
import dev.toeplitz.sweep.space.Objective;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import dev.toeplitz.sweep.space.Space;
import java.util.List;
import java.util.Locale;

/**
 * One line on a terminal that says how far a sweep is; nothing where the other stream is no terminal. Hands every outcome
 * on to the overview.
 */
final class ProgressLine implements Progress.Listener, AutoCloseable {
    private static final int CELLS = 20;
    private static final long NANOSECONDS_BETWEEN = 200_000_000;

    private final Terminal terminal;
    private final Overview overview;
    private final List<Objective> objectives;
    private final boolean shown = System.console() != null && System.console().isTerminal();
    private long last;

    ProgressLine(Terminal terminal, Space space, Overview overview) {
        this.terminal = terminal;
        this.overview = overview;
        this.objectives = space.objectives();
    }

    /** Whether there is a terminal to show it on. */
    boolean isShown() {
        return shown;
    }

    @Override
    public void at(Progress progress) {
        long now = System.nanoTime();
        if (shown && (last == 0 || now - last >= NANOSECONDS_BETWEEN)) {
            last = now;
            terminal.over(text(progress, objectives));
        }
    }

    @Override
    public void evaluated(Evaluated outcome) {
        overview.add(outcome);
    }

    static String text(Progress progress, List<Objective> objectives) {
        double share = progress.most() == 0 ? 1 : progress.done() / (double) progress.most();
        int full = (int) (CELLS * Math.min(1, share));
        double left = progress.rate() == 0 ? 0 : (progress.most() - progress.done()) / progress.rate();
        String best = progress.front().size() == 0
                ? "none fits yet"
                : "best " + objectives.getFirst().word() + " "
                        + SweepText.figure(
                                objectives.getFirst(),
                                progress.front()
                                        .members()
                                        .getFirst()
                                        .objectives()
                                        .getFirst());
        return String.format(
                Locale.ROOT,
                "[%s%s] %s of %s, %s/s, %.0f s left, %d on the front, %s",
                "#".repeat(full),
                "-".repeat(CELLS - full),
                Units.count(progress.done()),
                Units.count(progress.most()),
                Units.count(progress.rate()),
                left,
                progress.front().size(),
                best);
    }

    @Override
    public void close() {
        if (shown && last != 0) {
            terminal.over("");
        }
    }
}
