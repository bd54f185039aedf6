package dev.toeplitz.cli;

import dev.toeplitz.runtime.plan.Tunable;

/** How far tuning is: one line on a terminal that changes, a line a shape elsewhere. */
final class TuneLine implements AutoCloseable {
    private static final int CELLS = 20;

    private final Terminal terminal;
    private final int most;
    private final boolean shown = System.console() != null && System.console().isTerminal();
    private int known;

    TuneLine(Terminal terminal, int most) {
        this.terminal = terminal;
        this.most = most;
    }

    /** @param done shapes before this one */
    void at(int done, boolean isKnown, Tunable tunable) {
        known += isKnown ? 1 : 0;
        if (shown) {
            terminal.over(text(done, most, known, tunable.loops()));
        } else if (!isKnown) {
            terminal.note("toeplitz: shape %d of %d: %s …".formatted(done + 1, most, tunable.loops()));
        }
    }

    static String text(int done, int most, int known, String loops) {
        int full = most == 0 ? CELLS : CELLS * done / most;
        return "[%s%s] %d of %d shapes%s: %s"
                .formatted(
                        "#".repeat(full),
                        "-".repeat(CELLS - full),
                        done,
                        most,
                        known == 0 ? "" : ", %d known before".formatted(known),
                        loops);
    }

    @Override
    public void close() {
        if (shown) {
            terminal.over("");
        }
        if (known > 0) {
            terminal.note("toeplitz: %d of %d shapes were known".formatted(known, most));
        }
    }
}
