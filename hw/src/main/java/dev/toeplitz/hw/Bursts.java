package dev.toeplitz.hw;

import dev.toeplitz.terms.Require;

/**
 * How a fold's steps in time are commanded: by bursts of neighbouring steps of the innermost loop in time, a row of pixels
 * where maps are worked on. Each line of that loop begins a burst anew, so that 20 pixels are bursts of 16 and 4.
 *
 * @param steps the most that a burst has
 * @param leastCycles what a burst takes at least, however few its steps; as many as {@code steps} where the last burst of a
 *     line takes as long as a full one
 * @param issueCycles from one burst's command to the next; 0 where commands are never waited for
 */
public record Bursts(int steps, int leastCycles, int issueCycles) {
    public Bursts {
        Require.positive("steps", steps);
        Require.positive("least_cycles", leastCycles);
        Require.atLeast("issue_cycles", issueCycles, 0);
    }

    /**
     * Cycles of one fold. While a burst runs that takes as long as several commands, those commands are issued, so that as
     * many short ones follow without a wait.
     *
     * @param lines how often the innermost loop runs
     * @param length its steps
     * @param lastCycles what the fold's last burst takes at least, as it brings the next fold's operand along
     */
    public long cycles(long lines, long length, long lastCycles) {
        long full = Math.max(steps, leastCycles);
        long rest = Math.max(length % steps, leastCycles);
        boolean ragged = length % steps > 0;
        long fulls = lines * (length / steps) - (ragged ? 0 : 1);
        long rests = ragged ? lines - 1 : 0;
        long last = Math.max(ragged ? rest : full, lastCycles);
        long cycles = fulls * waiting(full) + rests * waiting(rest) + waiting(last);
        long ahead = fulls * ahead(full) + rests * ahead(rest) + ahead(last);
        long rested = Math.min(rests, ahead);
        long filled = Math.min(fulls, ahead - rested);
        return cycles - rested * (waiting(rest) - rest) - filled * (waiting(full) - full);
    }

    private long waiting(long cycles) {
        return Math.max(cycles, issueCycles);
    }

    /** Commands issued while a burst runs, beside the one that follows anyway. */
    private long ahead(long cycles) {
        return issueCycles > 0 && cycles >= 2L * issueCycles ? cycles / issueCycles : 0;
    }
}
