package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.terms.LoopDim;
import java.util.List;
import java.util.Optional;

/** 3 × 3 convolutions of stride 1 in fewer products, on a CPU, where that is estimated to take less time than register tiles. */
final class WinogradCandidate implements Candidate {
    @Override
    public String name() {
        return "winograd";
    }

    @Override
    public Answer answer(Task task) {
        if (!(task.step() instanceof Contract step) || !Winograd.fits(step)) {
            return Candidate.refuses("the step is no 3 × 3 convolution of stride 1");
        }
        if (!task.target().isVector()) {
            return Candidate.refuses("the device is no CPU");
        }
        Optional<Access> input = Access.of(step.left(), task.layout(step.left().operand()), step.loops());
        Optional<Access> filter =
                Access.of(step.right(), task.layout(step.right().operand()), step.loops());
        Optional<Access> output = Access.of(step.out().of(task.result()), task.layout(task.result()), step.loops());
        Optional<List<Access>> others = Epilogue.of(task).others();
        if (input.isEmpty() || filter.isEmpty() || output.isEmpty() || others.isEmpty()) {
            return Candidate.refuses("an operand is read by a table or across its layout");
        }
        if (Epilogue.of(task).readsIndex()) {
            return Candidate.refuses("the epilogue asks for an index");
        }
        if (!task.constant().test(step.right().operand())) {
            return Candidate.refuses("the weights are computed, and cannot be transformed beforehand");
        }
        if (!isNext(input.get(), LoopDim.IN_CHANNEL, step) || !isNext(output.get(), LoopDim.OUT_CHANNEL, step)) {
            return Candidate.refuses("channels are not neighbours");
        }
        List<Access> through = others.get().stream()
                .map(other -> Nest.through(other, step.out(), step.loops()))
                .toList();
        WinogradLayer layer = new WinogradLayer(
                Winograd.FOUR, task, step, input.get(), filter.get(), output.get(), through);
        boolean fused = Boolean.getBoolean("wino.fused");
        Winograd form = Integer.getInteger("wino.form", 4) == 4 ? Winograd.FOUR : Winograd.TWO;
        layer = new WinogradLayer(form, task, step, input.get(), filter.get(), output.get(), through);
        if (Boolean.getBoolean("wino.off")) {
            return Candidate.refuses("off");
        }
        int block = Integer.getInteger("wino.block", 24);
        int parts = Integer.getInteger("wino.parts", 1);
        TileShape tile = WinogradShape.tile(layer, fused ? Math.min(layer.tiles(), block) : layer.tiles());
        int panels = Math.ceilDiv(layer.filters(), tile.width());
        WinogradShape shape = new WinogradShape(layer, fused, Math.min(layer.tiles(), block), Math.ceilDiv(panels, parts), tile);
        return new Answer.Fits(new WinogradPrinter(shape).launches());
    }

    private static boolean isNext(Access access, LoopDim channel, Contract step) {
        return step.loops().extent(channel) == 1 || access.stride(channel) == 1;
    }
}
