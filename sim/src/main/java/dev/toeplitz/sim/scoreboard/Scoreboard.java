package dev.toeplitz.sim.scoreboard;

import java.util.ArrayList;
import java.util.List;

/** All comparisons, in the order in which they are shown. */
public record Scoreboard(List<Comparison> comparisons) {
    public Scoreboard {
        comparisons = List.copyOf(comparisons);
    }

    /** Computes every case. */
    public static Scoreboard compute() {
        List<Comparison> comparisons = new ArrayList<>();
        new FpgaDesigns().comparisons().forEach(comparisons::add);
        return new Scoreboard(comparisons);
    }
}
