package dev.toeplitz.sim.analytic;

import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.terms.Operand;
import java.util.Map;

/**
 * One contraction of a layer, or a whole layer without any, as the closed form has mapped and costed it: what a finer
 * model carries out.
 *
 * @param layer the layer's number
 * @param inputOnce whether each tile of the input is loaded only once, however often the order of tiles comes back to
 *     it; likewise for the weight
 * @param inputTileBytes what the largest tile takes in its buffer; likewise for weight and output
 * @param inputRun how a tile of the input lies in DRAM; likewise for the output
 * @param requests what its transfers take where they are not long bursts
 * @param loadWaits cycles in which the array stands still for operands that are loaded anew, by the stall's cause
 */
public record Part(
        int layer,
        LayerCost cost,
        boolean inputOnce,
        boolean weightOnce,
        long inputTileBytes,
        long weightTileBytes,
        long outputTileBytes,
        Run inputRun,
        Run outputRun,
        RequestTime requests,
        Map<Cause, Long> loadWaits) {
    public Part {
        loadWaits = Map.copyOf(loadWaits);
    }

    static Part untiled(int layer, LayerCost cost) {
        return new Part(layer, cost, true, true, 0, 0, 0, Run.STREAM, Run.STREAM, RequestTime.NONE, Map.of());
    }

    /** Element-wise work whose map lies otherwise than it passes. */
    static Part streaming(int layer, LayerCost cost, Run input, Run output) {
        return new Part(layer, cost, true, true, 0, 0, 0, input, output, RequestTime.NONE, Map.of());
    }

    public long tileBytes(Operand operand) {
        return switch (operand) {
            case INPUT -> inputTileBytes;
            case WEIGHT -> weightTileBytes;
            case OUTPUT -> outputTileBytes;
        };
    }
}
