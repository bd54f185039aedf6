package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.sim.cost.ArrayUse;
import dev.toeplitz.sim.cost.BufferAccesses;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.sim.mapping.Tiling;
import dev.toeplitz.terms.Operand;
import java.util.List;

/**
 * Cost of pure data movement (concatenation, transposition, padding, slicing): through DRAM at its bandwidth, or within
 * the chip at the width of the buffers' ports. Reshaping moves nothing.
 */
final class MoveModel {
    private MoveModel() {}

    static LayerCost renaming(Layer layer) {
        return cost(layer, Engine.NONE, 0, Traffic.NONE);
    }

    /**
     * @param onChipBytes bytes that move between buffers without meeting DRAM
     */
    static LayerCost cost(Layer layer, Accelerator accelerator, Traffic dram, long onChipBytes) {
        Buffer port = accelerator.buffer(Operand.INPUT);
        long memory = (long) Math.ceil(Site.cyclesOf(dram.total(), accelerator));
        long within = Math.ceilDiv(onChipBytes, port.bytesPerCycle());
        return cost(layer, Engine.DMA, Math.max(memory, within), dram);
    }

    private static LayerCost cost(Layer layer, Engine engine, long cycles, Traffic dram) {
        return new LayerCost(
                layer, engine, 0, 0, cycles, 0, 0, List.of(), dram, BufferAccesses.NONE, ArrayUse.NONE, Tiling.NONE);
    }
}
