package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.sim.mapping.Hold;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Operand;

/** How many bytes of each buffer a mapping takes, and so whether it fits. */
public final class Occupancy {
    private final Choice choice;
    private final Accelerator accelerator;
    private final Site site;

    public Occupancy(Choice choice, Accelerator accelerator, Site site) {
        this.choice = choice;
        this.accelerator = accelerator;
        this.site = site;
    }

    /** Whether the input's tiles lie in their buffer as a Toeplitz matrix. */
    public static boolean expands(Geometry geometry, Accelerator accelerator) {
        return accelerator.im2col() != Im2col.IMPLICIT && geometry.expandsInput();
    }

    /**
     * Bytes of a buffer: what it holds of each operand, and where something else takes its place, one tile more if the next
     * one is loaded meanwhile. What stays on the chip between layers is not counted again.
     */
    public long bytes(Buffer buffer) {
        long bytes = 0;
        for (Operand operand : buffer.holds()) {
            bytes += bytes(operand, buffer);
        }
        return bytes;
    }

    private long bytes(Operand operand, Buffer buffer) {
        if (operand == Operand.OUTPUT) {
            return outputBytes(buffer);
        }
        if (site.stays(operand)) {
            return 0;
        }
        boolean expanded = operand == Operand.INPUT && expands(choice.nest().geometry, accelerator);
        long held = expanded ? choice.heldExpanded() : choice.held(operand);
        long tile = expanded ? choice.inTileExpanded() : choice.inTile(operand);
        return typeBytes(operand, held) + (next(operand, buffer) ? typeBytes(operand, tile) : 0);
    }

    /** Partial sums lie in the accumulators where there are any, otherwise in the output's buffer. */
    private long outputBytes(Buffer buffer) {
        boolean next = next(Operand.OUTPUT, buffer);
        long tile = choice.inTile(Operand.OUTPUT);
        if (accelerator.accumulators().present()) {
            return site.outputStays() ? 0 : (next ? 2 : 1) * typeBytes(Operand.OUTPUT, tile);
        }
        boolean nothingExtra = site.outputStays() && choice.hold(Operand.OUTPUT) == Hold.TILE;
        return nothingExtra ? 0 : sums(choice.held(Operand.OUTPUT)) + (next ? sums(tile) : 0);
    }

    private boolean next(Operand operand, Buffer buffer) {
        return buffer.doubleBuffered() && choice.isReplaced(operand);
    }

    /** Bytes of partial sums beside the array. */
    public long accumulatorBytes() {
        return accelerator.accumulators().present() ? sums(choice.held(Operand.OUTPUT)) : 0;
    }

    private long sums(long elements) {
        return accelerator.precision().accumulator().bytes(elements);
    }

    private long typeBytes(Operand operand, long elements) {
        return switch (operand) {
            case INPUT -> accelerator.precision().input().bytes(elements);
            case WEIGHT -> accelerator.precision().weight().bytes(elements);
            case OUTPUT -> accelerator.precision().output().bytes(elements);
        };
    }

    public boolean fits() {
        return accelerator.buffers().stream().allMatch(buffer -> bytes(buffer) <= site.free(buffer))
                && accumulatorBytes() <= accelerator.accumulators().bytes();
    }

    /** Says which buffer is too small for this mapping, and by how much; {@code what} names it. */
    public InputException misfit(String what) {
        for (Buffer buffer : accelerator.buffers()) {
            if (bytes(buffer) > site.free(buffer)) {
                return tooSmall("buffer '%s'".formatted(buffer.name()), site.free(buffer), what, bytes(buffer));
            }
        }
        return tooSmall("accumulators", accelerator.accumulators().bytes(), what, accumulatorBytes());
    }

    private static InputException tooSmall(String where, long has, String what, long needs) {
        return new InputException(
                "the %s of the accelerator have %,d free bytes, and %s takes %,d".formatted(where, has, what, needs),
                "%,d bytes more".formatted(needs - has),
                "give a larger buffer or a smaller array");
    }
}
