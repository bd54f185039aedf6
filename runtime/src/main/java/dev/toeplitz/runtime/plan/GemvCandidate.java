package dev.toeplitz.runtime.plan;

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
        return switch (BlockNest.of(task)) {
            case BlockNest.Refused(String why) -> Candidate.refuses(why);
            case BlockNest nest -> answer(task, nest);
        };
    }

    private static Answer answer(Task task, BlockNest nest) {
        long rows = Math.min(nest.left().points(), nest.right().points());
        if (rows > MOST_ROWS) {
            return Candidate.refuses("%,d rows; at most %d are a product with vectors".formatted(rows, MOST_ROWS));
        }
        if (nest.reduction() < LEAST_DEPTH) {
            return Candidate.refuses("a sum of %,d is too short to be shared out".formatted(nest.reduction()));
        }
        GemvPrinter printer = new GemvPrinter(nest, task);
        return printer.readsNeighbours()
                ? Candidate.fits(printer.launch(), printer.shape().toString())
                : Candidate.refuses("the matrix has no neighbours in memory along a sum or a row");
    }
}
