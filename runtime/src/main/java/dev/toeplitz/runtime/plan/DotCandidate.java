package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Step.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Contractions of 8-bit integers with weights as register tiles, on a CPU, whose sums take two products at a time: the other operand is
 * copied as 16-bit integers first, and a processor that multiplies pairs of these and adds them up does twice as many products in an
 * instruction as in single precision.
 */
final class DotCandidate implements Candidate {
    @Override
    public String name() {
        return DotWay.CANDIDATE;
    }

    @Override
    public boolean takesZeroPoints() {
        return true;
    }

    @Override
    public Answer answer(Task task) {
        return answer(
                task,
                (padded, nest) ->
                        Candidate.fits(DotWay.estimated(nest, padded.task()).launches(padded)));
    }

    @Override
    public List<Variant> variants(Task task) {
        List<Variant> variants = new ArrayList<>();
        answer(task, (padded, nest) -> {
            DotWay.all(nest, padded.task()).forEach(way -> variants.add(way.variant()));
            return Candidate.fits(List.of());
        });
        return variants;
    }

    @Override
    public Answer answer(Task task, Variant variant) {
        return answer(
                task,
                (padded, nest) -> DotWay.of(variant, nest, padded.task())
                        .map(way -> Candidate.fits(way.launches(padded)))
                        .orElseGet(() -> Candidate.refuses("no such tile fits")));
    }

    /** @param use what to make of the copy, and of the loops once they are seen as a tile's that takes pairs */
    private static Answer answer(Task task, BiFunction<Padded, DotNest, Answer> use) {
        if (!(task.step() instanceof Contract step)) {
            return Candidate.refuses("the step is no contraction");
        }
        if (!task.target().isVector()) {
            return Candidate.refuses("the device is no CPU");
        }
        Optional<Padded> padded = Padded.of(task, step);
        if (padded.isEmpty()) {
            return Candidate.refuses("the operands are not 8-bit integers and weights, or no two terms are neighbours");
        }
        return TileCandidate.answer(
                padded.get().task(),
                nest -> nest.left().operand() == Padded.COPY
                        ? DotNest.of(nest)
                                .map(pairs -> use.apply(padded.get(), pairs))
                                .orElseGet(() -> Candidate.refuses("no two terms of a sum are neighbours"))
                        : Candidate.refuses("the result's neighbours are not the weights'"));
    }
}
