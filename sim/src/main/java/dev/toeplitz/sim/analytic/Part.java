package dev.toeplitz.sim.analytic;

import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.terms.Operand;

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
        RequestTime requests) {
    static Part untiled(int layer, LayerCost cost) {
        return new Part(layer, cost, true, true, 0, 0, 0, Run.STREAM, Run.STREAM, RequestTime.NONE);
    }

    /** Element-wise work whose map lies otherwise than it passes. */
    static Part streaming(int layer, LayerCost cost, Run input, Run output) {
        return new Part(layer, cost, true, true, 0, 0, 0, input, output, RequestTime.NONE);
    }

    public long tileBytes(Operand operand) {
        return switch (operand) {
            case INPUT -> inputTileBytes;
            case WEIGHT -> weightTileBytes;
            case OUTPUT -> outputTileBytes;
        };
    }
}
