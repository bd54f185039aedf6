package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.runtime.plan.Options.Convolution;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** 3 × 3 convolutions of stride 1 in fewer products, on a CPU, where that is estimated to take less time than register tiles. */
final class WinogradCandidate implements Candidate {
    /** The largest share of the numbers' size that rounding may be proved to take. */
    private static final double MOST_ERROR = 0.01;
    /** An estimate is no measurement: less than a tenth is not worth a larger error. */
    private static final double WORTH_IT = 0.9;

    @Override
    public String name() {
        return "winograd";
    }

    @Override
    public Answer answer(Task task) {
        return answer(task, layers -> cheapest(layers, task.options().convolution() != Convolution.AUTO));
    }

    @Override
    public List<Variant> variants(Task task) {
        List<Variant> variants = new ArrayList<>();
        answer(task, layers -> {
            variants.addAll(WinogradVariants.all(layers));
            return Candidate.fits(List.of());
        });
        return variants;
    }

    @Override
    public Answer answer(Task task, Variant variant) {
        return answer(
                task,
                layers -> layers.stream()
                        .flatMap(layer -> WinogradVariants.shape(layer, variant).stream())
                        .findFirst()
                        .map(WinogradCandidate::printed)
                        .orElseGet(() -> Candidate.refuses("no such tiles and blocks fit")));
    }

    /** @param use what to make of the step once it is seen as tiles, one layer for each size of tile that is accurate enough */
    private static Answer answer(Task task, Function<List<WinogradLayer>, Answer> use) {
        return seen(task, layer -> {
            if (!task.floats()) {
                return Candidate.refuses("integers must not be rounded");
            }
            List<WinogradLayer> layers =
                    task.options().convolution().winograd().stream().map(layer).toList();
            if (layers.isEmpty()) {
                return Candidate.refuses("--conv asks for another way");
            }
            List<WinogradLayer> accurate =
                    layers.stream().filter(WinogradCandidate::isAccurate).toList();
            return accurate.isEmpty()
                    ? Candidate.refuses("so many channels that its error bound is too large")
                    : use.apply(accurate);
        });
    }

    /** @param use what to make of the step once it can be seen as tiles, given how, by their size */
    static Answer seen(Task task, Function<Function<Winograd, WinogradLayer>, Answer> use) {
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
        return use.apply(form -> new WinogradLayer(form, task, step, input.get(), filter.get(), output.get(), through));
    }

    private static Answer cheapest(List<WinogradLayer> accurate, boolean forced) {
        Optional<WinogradShape> best = WinogradShape.best(accurate);
        if (best.isEmpty()) {
            return Candidate.refuses("its products do not fit a buffer");
        }
        double cycles = WinogradCost.cycles(best.get());
        double direct = WinogradCost.direct(accurate.getFirst());
        return forced || cycles < WORTH_IT * direct
                ? printed(best.get())
                : Candidate.refuses("estimated at %.2f of the register tiles' time".formatted(cycles / direct));
    }

    private static Answer printed(WinogradShape shape) {
        return new Answer.Fits(
                new WinogradPrinter(shape).launches(), Optional.of(shape.layer().form()));
    }

    /**
     * Whether at least two decimal digits are promised for a sum of numbers of one size: the bound's share of Σ |x| · |w| in single
     * precision, 2⁻²⁴ a rounding.
     */
    private static boolean isAccurate(WinogradLayer layer) {
        Winograd form = layer.form();
        return form.roundings(layer.channels()) * 0x1p-24 * form.amplification() <= MOST_ERROR;
    }

    private static boolean isNext(Access access, LoopDim channel, Contract step) {
        return step.loops().extent(channel) == 1 || access.stride(channel) == 1;
    }
}
