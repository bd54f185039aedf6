package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Loading;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.terms.Operand;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often a mapping's operands are loaded where an engine begins its loads anew for each block of steps ({@link Loading}), and
 * how long the array stands still for loads that nothing hides.
 */
final class LoadTime {
    private final Choice choice;
    private final Accelerator accelerator;
    private final Site site;

    LoadTime(Choice choice, Accelerator accelerator, Site site) {
        this.choice = choice;
        this.accelerator = accelerator;
        this.site = site;
    }

    /** How often what is held of an operand is loaded. */
    long fetches(Operand operand) {
        long mapped = choice.fetches(operand);
        return accelerator.dma().loads().containsKey(operand)
                ? Math.max(mapped, blocks(operand).fetches())
                : mapped;
    }

    /** By the cause that a stall for the operand has; cycles of the array are those of all folds. */
    Map<Cause, Long> waits(long arrayCycles) {
        Map<Cause, Long> waits = new EnumMap<>(Cause.class);
        for (Operand operand : accelerator.dma().loads().keySet()) {
            LoadBlocks blocks = blocks(operand);
            if (blocks.waitedFor()) {
                long bytes = LoadBlocks.bytes(operand, choice.summed(operand), accelerator);
                waits.put(ArrayWaits.cause(operand), blocks.waits(bytes, fetches(operand), arrayCycles));
            }
        }
        return waits;
    }

    private LoadBlocks blocks(Operand operand) {
        return LoadBlocks.of(operand, choice.nest(), accelerator, site);
    }
}
