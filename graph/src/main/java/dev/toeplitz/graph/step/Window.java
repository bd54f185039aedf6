package dev.toeplitz.graph.step;

import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.Require;
import java.util.List;

/**
 * A filter sliding along one axis: {@code size} taps {@code dilation} apart, moved {@code stride} elements a step over
 * an input extended by {@code before} and {@code after} elements of padding.
 */
public record Window(int size, int stride, int dilation, int before, int after) {
    public Window {
        Require.positive("filter size", size);
        Require.positive("stride", stride);
        Require.positive("dilation", dilation);
    }

    public static Window of(int size) {
        return new Window(size, 1, 1, 0, 0);
    }

    public static Window of(int size, int stride, int padding) {
        return new Window(size, stride, 1, padding, padding);
    }

    public Window padded(int before, int after) {
        return new Window(size, stride, dilation, before, after);
    }

    /** How many elements the dilated filter spans: D · (F − 1) + 1. */
    public int span() {
        return Math.addExact(Math.multiplyExact(dilation, size - 1), 1);
    }

    /** Output positions over an input of {@code extent}: ⌊(M + p0 + p1 − E) / S⌋ + 1. */
    public int positions(int extent) {
        return room(extent) / stride + 1;
    }

    /**
     * The same rounded up; a last window that would start beyond the input and its leading padding is dropped (Caffe's
     * rule, which ONNX follows).
     */
    public int positionsCeil(int extent) {
        int positions = Math.ceilDiv(room(extent), stride) + 1;
        return (positions - 1) * stride >= extent + before ? positions - 1 : positions;
    }

    private int room(int extent) {
        int room = extent + before + after - span();
        if (room < 0) {
            throw new InputException(
                    "a filter that spans %d slides over %d elements with padding %d + %d"
                            .formatted(span(), extent, before, after),
                    "at least as many elements as the filter spans",
                    "give a larger input or more padding");
        }
        return room;
    }

    /** The index that output position {@code position} and tap {@code tap} read: S · position + D · tap − p0. */
    public Axis over(LoopDim position, LoopDim tap) {
        return new Axis.Affine(-before, List.of(new Axis.Term(position, stride), new Axis.Term(tap, dilation)));
    }
}
