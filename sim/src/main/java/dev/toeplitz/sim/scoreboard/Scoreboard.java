package dev.toeplitz.sim.scoreboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All comparisons, in the order in which they are shown. */
public record Scoreboard(List<Comparison> comparisons) {
    public Scoreboard {
        comparisons = List.copyOf(comparisons);
    }

    /** Computes every case. */
    public static Scoreboard compute() {
        List<Comparison> comparisons = new ArrayList<>();
        new ScaleSimCases().comparisons().forEach(comparisons::add);
        new MeasuredCases().comparisons().forEach(comparisons::add);
        new EyerissCases().comparisons().forEach(comparisons::add);
        new GemminiCases().comparisons().forEach(comparisons::add);
        new FpgaDesigns().comparisons().forEach(comparisons::add);
        return new Scoreboard(comparisons);
    }

    /** One line for each metric of each group, in order. */
    public List<Summary> summaries() {
        Map<List<String>, List<Comparison>> parts = new LinkedHashMap<>();
        comparisons.forEach(each -> parts.computeIfAbsent(List.of(each.group(), each.metric()), _ -> new ArrayList<>())
                .add(each));
        return parts.values().stream().map(Summary::of).toList();
    }

    /** Comparisons that are modelled and outside their bounds. */
    public List<Comparison> broken() {
        return comparisons.stream()
                .filter(each -> each.modelled() && !each.within())
                .toList();
    }
}
