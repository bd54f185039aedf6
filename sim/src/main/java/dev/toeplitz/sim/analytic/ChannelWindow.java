package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Affine;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step;
import dev.toeplitz.graph.step.Step.Reduce;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Layout;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.Operand;
import java.util.Optional;

/**
 * Element-wise work that wants neighbouring channels of a pixel at once, as local response normalisation and a softmax over
 * channels do. Its map passes in pieces: of some neighbouring pixels, channel after channel, while the buffer holds as many
 * channels of them as the window spans; so each element is loaded once. Where pixels lie one after the other (NHWC) the window's
 * channels are neighbours, and the map is one stream. Where planes do (NCHW) it is one while the window's planes fit, and
 * otherwise runs of a piece's pixels, a plane apart.
 *
 * @param channels of the window
 * @param planes of the map: channels of all images
 * @param pixels of a plane
 */
record ChannelWindow(int channels, long planes, long pixels) {
    private static final int CHANNEL = 1;

    /**
     * How the map passes.
     *
     * @param pieces into which each plane is cut
     * @param pixels of the largest piece
     */
    record Pieces(long pieces, long pixels) {}

    /** Of a layer's first reduction over channels alone; empty where there is none. */
    static Optional<ChannelWindow> of(Layer layer) {
        for (Step step : layer.nodes().getFirst().definition().steps()) {
            if (step instanceof Reduce reduce && isOverChannels(reduce)) {
                var shape = reduce.operand().shape();
                long planes = (long) shape.at(0) * shape.at(CHANNEL);
                int span = (int) Math.min(span(reduce), shape.at(CHANNEL));
                long pixels = planes == 0 ? 0 : shape.elements() / planes;
                return pixels > 1 ? Optional.of(new ChannelWindow(span, planes, pixels)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isOverChannels(Reduce reduce) {
        var axes = reduce.operand().axes();
        for (int axis = 0; axis < axes.size(); axis++) {
            Axis each = axes.get(axis);
            boolean moves =
                    reduce.window().list().stream().anyMatch(loop -> loop.extent() > 1 && each.movesWith(loop.dim()));
            if (moves != (axis == CHANNEL)) {
                return false;
            }
        }
        return axes.size() > CHANNEL + 1 && axes.get(CHANNEL) instanceof Affine;
    }

    /** From the first to the last channel that the window touches. */
    private static long span(Reduce reduce) {
        long span = 1;
        for (Term term : ((Affine) reduce.operand().axes().get(CHANNEL)).terms()) {
            for (Loops.Loop loop : reduce.window().list()) {
                span += term.dim() == loop.dim() ? Math.abs((long) term.coefficient()) * (loop.extent() - 1L) : 0;
            }
        }
        return span;
    }

    /** With so many bytes for the channels that are held. */
    Pieces pieces(Layout layout, DataType type, long bytes) {
        long room = Math.max(1, Math.multiplyExact(bytes, (long) Byte.SIZE) / type.bits() / channels);
        if (layout == Layout.NHWC || room >= pixels) {
            return new Pieces(1, pixels);
        }
        long pieces = Math.ceilDiv(pixels, room);
        return new Pieces(pieces, Math.ceilDiv(pixels, pieces));
    }

    /** With the machine's buffer of inputs, of which half is for what comes next where it is double-buffered. */
    Pieces pieces(Accelerator accelerator) {
        Buffer buffer = accelerator.buffer(Operand.INPUT);
        long bytes = buffer.doubleBuffered() ? buffer.bytes() / 2 : buffer.bytes();
        return pieces(accelerator.lowering().layout(), accelerator.precision().input(), bytes);
    }

    /** Neighbouring bytes of the map as it passes, of this type. */
    Run run(Pieces pieces, DataType type) {
        return pieces.pieces() == 1
                ? Run.STREAM
                : new Run(Math.max(1, type.bytes(pieces.pixels())), Math.max(1, type.bytes(pixels)));
    }

    /** Runs in which the map passes once; 1 where it is one stream. */
    long runs(Pieces pieces) {
        return pieces.pieces() == 1 ? 1 : Math.multiplyExact(pieces.pieces(), planes);
    }

    /** Bursts of so many bytes that these runs touch, each run by itself, where the map begins with a burst. */
    long bursts(Pieces pieces, DataType type, int burstBytes) {
        if (pieces.pieces() == 1) {
            return Math.ceilDiv(type.bytes(Math.multiplyExact(planes, pixels)), (long) burstBytes);
        }
        long bursts = 0;
        for (long plane = 0; plane < planes; plane++) {
            for (long first = 0; first < pixels; first += pieces.pixels()) {
                long from = (plane * pixels + first) * type.bits();
                long to = (plane * pixels + Math.min(pixels, first + pieces.pixels())) * type.bits() - 1;
                long bits = (long) burstBytes * Byte.SIZE;
                bursts += to / bits - from / bits + 1;
            }
        }
        return bursts;
    }
}
