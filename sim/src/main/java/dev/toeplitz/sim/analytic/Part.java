package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.mapping.Hold;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Operand;
import java.util.List;
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
 * @param bytes what passes between buffers, array and vector unit
 * @param steps of layers that run as one, strip after strip and layer after layer; empty where there is but one layer
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
        Map<Cause, Long> loadWaits,
        BufferBytes bytes,
        List<Step> steps) {
    /**
     * A contraction with the mapping that was found for it.
     *
     * @param site where its operands are
     * @param coded how they lie in DRAM
     */
    record Mapped(Choice choice, Geometry geometry, Site site, CodedOperands coded) {}

    public Part {
        loadWaits = Map.copyOf(loadWaits);
        steps = List.copyOf(steps);
    }

    static Part untiled(int layer, LayerCost cost, BufferBytes bytes) {
        return new Part(
                layer, cost, true, true, 0, 0, 0, Run.STREAM, Run.STREAM, RequestTime.NONE, Map.of(), bytes, List.of());
    }

    /** Element-wise work whose map lies otherwise than it passes. */
    static Part streaming(int layer, LayerCost cost, Run input, Run output, BufferBytes bytes) {
        return new Part(layer, cost, true, true, 0, 0, 0, input, output, RequestTime.NONE, Map.of(), bytes, List.of());
    }

    /**
     * Layers in a row as one: its weights are not loaded beside another part's, nor another's beside its.
     *
     * @param cost of all of them
     * @param steps for each strip one of each layer
     */
    public static Part inStrips(int first, LayerCost cost, Accelerator accelerator, List<Step> steps) {
        long input = accelerator.buffer(Operand.INPUT).bytes();
        long weight = accelerator.buffer(Operand.WEIGHT).bytes();
        long output = accelerator.buffer(Operand.OUTPUT).bytes();
        return new Part(
                first,
                cost,
                true,
                true,
                input,
                weight,
                output,
                Run.STREAM,
                Run.STREAM,
                RequestTime.NONE,
                Map.of(),
                BufferBytes.NONE,
                steps);
    }

    /**
     * A contraction in the tiles of its mapping.
     *
     * @param vectorBytes between the output's buffer and the vector unit
     */
    static Part tiled(int layer, LayerCost cost, Mapped mapped, Accelerator accelerator, long vectorBytes) {
        Choice choice = mapped.choice();
        Geometry geometry = mapped.geometry();
        CodedOperands coded = mapped.coded();
        Precision precision = accelerator.precision();
        MatrixWork work = geometry.work;
        Layout layout = accelerator.lowering().layout();
        DataType sums = accelerator.accumulators().present() ? precision.output() : precision.accumulator();
        return new Part(
                layer,
                cost,
                choice.hold(Operand.INPUT) != Hold.TILE,
                choice.hold(Operand.WEIGHT) != Hold.TILE,
                precision
                        .input()
                        .bytes(
                                Occupancy.expands(geometry, accelerator)
                                        ? choice.heldExpanded()
                                        : choice.held(Operand.INPUT)),
                precision.weight().bytes(choice.held(Operand.WEIGHT)),
                sums.bytes(choice.held(Operand.OUTPUT)),
                inputRun(work, cost, accelerator, coded),
                coded.of(
                        Operand.OUTPUT, Run.of(work, work.contract().out(), cost.tiling(), precision.output(), layout)),
                RequestTime.of(choice, accelerator, cost.dram()),
                new LoadTime(choice, accelerator, mapped.site()).waits(cost.arrayCycles()),
                BufferBytes.of(choice, accelerator, vectorBytes),
                List.of());
    }

    private static Run inputRun(MatrixWork work, LayerCost cost, Accelerator accelerator, CodedOperands coded) {
        DataType type = accelerator.precision().input();
        Layout layout = accelerator.lowering().layout();
        return cost.dram().bytes(Stream.IM2COL_WRITE) > 0
                ? Run.ofMatrix(work, cost.tiling(), type, layout)
                : coded.of(Operand.INPUT, Run.of(work, work.contract().left(), cost.tiling(), type, layout));
    }

    public long tileBytes(Operand operand) {
        return switch (operand) {
            case INPUT -> inputTileBytes;
            case WEIGHT -> weightTileBytes;
            case OUTPUT -> outputTileBytes;
        };
    }
}
