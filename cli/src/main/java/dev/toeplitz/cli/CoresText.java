package dev.toeplitz.cli;

import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.sim.analytic.MultiCore.Shared;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How each layer is shared by several cores, and what the other ways would have taken. */
final class CoresText {
    private CoresText() {}

    static String write(NetworkCost alone, List<Shared> layers, int cores) {
        Table table = new Table("layer", "by", ">cores", ">cycles", ">DRAM bytes", "instead");
        long cycles = 0;
        long bytes = 0;
        for (Shared shared : layers) {
            LayerCost best = shared.best();
            cycles = Math.addExact(cycles, best.cycles());
            bytes = Math.addExact(bytes, best.dram().total());
            if (best.macs() > 0) {
                table.row(
                        Clean.text(best.name(), 30),
                        best.share().words(),
                        best.share().used(),
                        count(best.cycles()),
                        count(best.dram().total()),
                        others(shared));
            }
        }
        return "%s on %d x %s that share its DRAM%n"
                        .formatted(
                                alone.graph().name(), cores, alone.accelerator().name())
                + table
                + String.format(
                        Locale.ROOT,
                        "all: %,d cycles, %,d DRAM bytes; one core: %,d cycles, %,d DRAM bytes; %.2f times as fast%n",
                        cycles,
                        bytes,
                        alone.cycles(),
                        alone.dram().total(),
                        alone.cycles() / (double) Math.max(1, cycles));
    }

    /** The cycles of the ways that were not taken: the reason for the one that was. */
    private static String others(Shared shared) {
        return shared.tried().stream()
                .filter(each -> each != shared.best())
                .map(each -> each.share().words() + " " + count(each.cycles()))
                .collect(Collectors.joining(", "));
    }

    private static String count(long figure) {
        return String.format(Locale.ROOT, "%,d", figure);
    }
}
