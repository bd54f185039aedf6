package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.runtime.plan.Packing.Digit;
import dev.toeplitz.terms.LoopDim;
import java.util.List;

/**
 * A convolution as Winograd's algorithm sees it: tiles of outputs, each from a patch of the input.
 *
 * @param input its address by loops, padding as if it were there
 * @param others what the epilogue reads, by the loops of the result
 */
record WinogradLayer(
        Winograd form, Task task, Contract step, Access input, Access filter, Access output, List<Access> others) {
    WinogradLayer {
        others = List.copyOf(others);
    }

    private int extent(LoopDim dim) {
        return step.loops().extent(dim);
    }

    int channels() {
        return extent(LoopDim.IN_CHANNEL);
    }

    int filters() {
        return extent(LoopDim.OUT_CHANNEL);
    }

    int pictures() {
        return extent(LoopDim.BATCH);
    }

    int outRows() {
        return extent(LoopDim.OUT_ROW);
    }

    int outCols() {
        return extent(LoopDim.OUT_COL);
    }

    int tileRows() {
        return Math.ceilDiv(outRows(), form.outputs());
    }

    int tileCols() {
        return Math.ceilDiv(outCols(), form.outputs());
    }

    /** Of all pictures. */
    int tiles() {
        return Math.multiplyExact(pictures(), tileRows() * tileCols());
    }

    /** How far the first patch reaches out of the input, along the axis that a loop of the filter moves. */
    int padding(LoopDim tap) {
        return -((Axis.Affine) axis(tap)).offset();
    }

    /** The input's extent along that axis. */
    int inputExtent(LoopDim tap) {
        View view = step.left();
        return view.shape().at(Winograd.axis(view, tap));
    }

    private Axis axis(LoopDim tap) {
        return step.left().axes().get(Winograd.axis(step.left(), tap));
    }

    WinogradWeights weights(int width) {
        return new WinogradWeights(
                form,
                filter.base(),
                new Digit(filters(), filter.stride(LoopDim.OUT_CHANNEL)),
                new Digit(channels(), filter.stride(LoopDim.IN_CHANNEL)),
                filter.stride(LoopDim.FILTER_ROW),
                filter.stride(LoopDim.FILTER_COL),
                width);
    }
}
