package dev.toeplitz.runtime.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Products with few rows, where each element of the matrix is read for those alone: memory's bandwidth decides. */
final class GemvCandidate implements Candidate {
    /** Rows beyond which a block reads less: chosen, not measured. */
    private static final int MOST_ROWS = 4;
    /** Sums shorter than this are not shared out: chosen, not measured. */
    private static final int LEAST_DEPTH = 64;

    @Override
    public String name() {
        return "gemv";
    }

    @Override
    public Answer answer(Task task) {
        return answer(task, GemvCandidate::printed);
    }

    @Override
    public List<Variant> variants(Task task) {
        List<Variant> variants = new ArrayList<>();
        answer(task, printer -> {
            printer.shapes().forEach(shape -> variants.add(variant(shape)));
            return Candidate.fits(List.of());
        });
        return variants;
    }

    private static Variant variant(GemvShape shape) {
        return Variant.of("gemv").with("cols", shape.cols()).with("slices", shape.slices());
    }

    @Override
    public Answer answer(Task task, Variant variant) {
        return answer(
                task,
                printer -> printer.shapes().stream()
                        .filter(shape -> variant(shape).equals(variant))
                        .findFirst()
                        .map(shape -> printed(printer.with(shape)))
                        .orElseGet(() -> Candidate.refuses("no such work-group")));
    }

    private static Answer printed(GemvPrinter printer) {
        return Candidate.fits(printer.launch(), printer.shape().toString());
    }

    /** @param use what to make of the step once it is seen as a matrix times few vectors */
    private static Answer answer(Task task, Function<GemvPrinter, Answer> use) {
        return switch (BlockNest.of(task)) {
            case BlockNest.Refused(String why) -> Candidate.refuses(why);
            case BlockNest nest -> answer(task, nest, use);
        };
    }

    private static Answer answer(Task task, BlockNest nest, Function<GemvPrinter, Answer> use) {
        long rows = Math.min(nest.left().points(), nest.right().points());
        if (rows > MOST_ROWS) {
            return Candidate.refuses("%,d rows; at most %d are a product with vectors".formatted(rows, MOST_ROWS));
        }
        if (nest.reduction() < LEAST_DEPTH) {
            return Candidate.refuses("a sum of %,d is too short to be shared out".formatted(nest.reduction()));
        }
        GemvPrinter printer = new GemvPrinter(nest, task);
        return printer.readsNeighbours()
                ? use.apply(printer)
                : Candidate.refuses("the matrix has no neighbours in memory along a sum or a row");
    }
}
