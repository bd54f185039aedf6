package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.terms.Operand;

/**
 * What a strip of layers that run as one takes of one of them. All cycles are of the machine alone, with its operands on the chip.
 *
 * @param layer the layer's number
 * @param arrayCycles on the array
 * @param portCycles the same where the array waits for a buffer's port
 * @param exposedCycles on the vector unit, with the array at rest
 * @param hiddenCycles on the vector unit, beside the array
 * @param otherCycles that it stands still in any case
 * @param passes what passes between buffers, array and vector unit
 * @param inputBytes from DRAM, of maps that are read first here
 * @param weightBytes from DRAM
 * @param outputBytes to DRAM
 * @param transfers that DMA engines are set up for
 */
public record Step(
        int layer,
        long arrayCycles,
        long portCycles,
        long exposedCycles,
        long hiddenCycles,
        long otherCycles,
        BufferBytes passes,
        long inputBytes,
        long weightBytes,
        long outputBytes,
        int transfers) {
    /** One in which a layer has nothing to do. */
    public static Step idle(int layer) {
        return new Step(layer, 0, 0, 0, 0, 0, BufferBytes.NONE, 0, 0, 0, 0);
    }

    /**
     * By what it costs with all operands on the chip.
     *
     * @param rows of the layer's result that it makes, of {@code allRows}
     */
    public static Step of(int layer, LayerCost piece, long rows, long allRows, Accelerator accelerator) {
        boolean onArray = piece.engine() == Engine.ARRAY;
        boolean hidden = onArray && accelerator.vectorUnit().fusesEpilogues();
        long port = piece.arrayCycles() + piece.stallCycles(Cause.BUFFER_PORT);
        long exposed = hidden ? 0 : piece.vectorCycles();
        long vector = hidden ? piece.vectorCycles() : 0;
        return new Step(
                layer,
                piece.arrayCycles(),
                port,
                exposed,
                vector,
                piece.cycles() - Math.max(port, vector) - exposed,
                onArray
                        ? passes(piece, rows, allRows, accelerator)
                        : BufferBytes.ofVectors(piece.layer(), accelerator).share(rows, allRows),
                0,
                0,
                0,
                0);
    }

    private static BufferBytes passes(LayerCost piece, long rows, long allRows, Accelerator accelerator) {
        Precision precision = accelerator.precision();
        long results = BufferBytes.resultBytes(piece.layer(), accelerator);
        long sums = accelerator.accumulators().present()
                ? Math.ceilDiv(Math.multiplyExact(results, rows), allRows)
                : precision.accumulator().bytes(piece.buffers().outputWrites());
        return new BufferBytes(
                precision.input().bytes(piece.buffers().inputReads()),
                precision.weight().bytes(piece.buffers().weightReads()),
                sums,
                0,
                0);
    }

    /** The same with what DRAM brings and takes. */
    public Step with(long input, long weight, long output, int count) {
        return new Step(
                layer,
                arrayCycles,
                portCycles,
                exposedCycles,
                hiddenCycles,
                otherCycles,
                passes,
                input,
                weight,
                output,
                count);
    }

    /** The same, standing still for some cycles more. */
    public Step standing(long cycles) {
        return new Step(
                layer,
                arrayCycles,
                portCycles,
                exposedCycles,
                hiddenCycles,
                otherCycles + cycles,
                passes,
                inputBytes,
                weightBytes,
                outputBytes,
                transfers);
    }

    /** This and the same layer's step of another strip, one after the other; they do not overlap. */
    public Step plus(Step other) {
        long port = portCycles + other.portCycles;
        long hidden = hiddenCycles + other.hiddenCycles;
        long exposed = exposedCycles + other.exposedCycles;
        return new Step(
                layer,
                arrayCycles + other.arrayCycles,
                port,
                exposed,
                hidden,
                cycles() + other.cycles() - Math.max(port, hidden) - exposed,
                passes.plus(other.passes),
                inputBytes + other.inputBytes,
                weightBytes + other.weightBytes,
                outputBytes + other.outputBytes,
                transfers + other.transfers);
    }

    /** From the first operand to the last result. */
    public long cycles() {
        return Math.max(portCycles, hiddenCycles) + exposedCycles + otherCycles;
    }

    /** Bytes that pass the buffer of an operand, DRAM's left out. */
    public long passes(Operand operand) {
        return passes.array(operand) + passes.vector(operand);
    }
}
