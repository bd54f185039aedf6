package dev.toeplitz.cli;

import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.fusion.Chain;
import dev.toeplitz.sim.fusion.Fusion;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Which layers would run as one, in which strips, and what that saves. */
final class FusionText {
    private FusionText() {}

    static String write(NetworkCost cost, Fusion fusion) {
        Table table = new Table(
                "from",
                "to",
                ">rows",
                ">strips",
                "weights",
                ">halo MACs",
                ">cycles",
                ">before",
                ">DRAM bytes",
                ">before");
        boolean[] inChain = new boolean[cost.layers().size()];
        long cycles = cost.cycles();
        long bytes = cost.dram().total();
        for (Chain chain : fusion.chains()) {
            table.row(
                    name(cost, chain.first()),
                    name(cost, chain.last()),
                    chain.stripRows(),
                    chain.strips(),
                    chain.weightsStay() ? "stay" : "each strip",
                    count(chain.haloMacs()),
                    count(chain.cycles()),
                    count(chain.cyclesBefore()),
                    count(chain.dramBytes()),
                    count(chain.dramBytesBefore()));
            Arrays.fill(inChain, chain.first(), chain.last() + 1, true);
            cycles += chain.cycles() - chain.cyclesBefore();
            bytes += chain.dramBytes() - chain.dramBytesBefore();
        }
        return "%s on %s, layers fused where that saves bytes and takes no longer%n"
                        .formatted(cost.graph().name(), cost.accelerator().name())
                + table
                + String.format(
                        Locale.ROOT,
                        "all: %,d cycles, %,d DRAM bytes; before: %,d cycles, %,d DRAM bytes%n",
                        cycles,
                        bytes,
                        cost.cycles(),
                        cost.dram().total())
                + alone(fusion, inChain);
    }

    /** Why all other layers run by themselves, how many for each reason. */
    private static String alone(Fusion fusion, boolean[] inChain) {
        Map<String, Integer> reasons = new LinkedHashMap<>();
        for (int i = 0; i < inChain.length; i++) {
            if (!inChain[i]) {
                reasons.merge(fusion.reason(i), 1, Integer::sum);
            }
        }
        return reasons.entrySet().stream()
                .map(each -> "%d by %s: %s%n"
                        .formatted(each.getValue(), each.getValue() == 1 ? "itself" : "themselves", each.getKey()))
                .collect(Collectors.joining());
    }

    private static String name(NetworkCost cost, int layer) {
        return Clean.text(cost.layers().get(layer).name(), 30);
    }

    private static String count(long figure) {
        return String.format(Locale.ROOT, "%,d", figure);
    }
}
