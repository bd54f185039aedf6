package dev.toeplitz.sim.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScoreboardTest {
    private static final Scoreboard BOARD = Scoreboard.compute();

    @Test
    void print() {
        for (Comparison each : BOARD.comparisons()) {
            if (!each.group().equals("SCALE-Sim") && !each.group().startsWith("FPGA")) {
                System.out.printf(
                        "%-10s %-50s %-12s %10.1f %10.1f %7.1f %s%n",
                        each.group(),
                        each.subject(),
                        each.metric(),
                        each.reference(),
                        each.ours().orElse(Double.NaN),
                        100 * each.error().orElse(Double.NaN),
                        each.within() ? "" : "!");
            }
        }
        BOARD.summaries()
                .forEach(each -> System.out.printf(
                        "%-20s %-20s %5d %5d %5d %6.1f %6.1f%n",
                        each.group(),
                        each.metric(),
                        each.cases(),
                        each.modelled(),
                        each.within(),
                        100 * each.meanAbsoluteError(),
                        100 * each.meanError()));
        assertThat(BOARD.comparisons()).isNotEmpty();
    }
}
