package dev.toeplitz.runtime.plan;

/**
 * Contractions as blocks in local memory, on devices whose work-items run side by side: matrix products and convolutions, whose
 * Toeplitz matrix is read through its view.
 */
final class BlockCandidate implements Candidate {
    @Override
    public String name() {
        return "block";
    }

    @Override
    public Answer answer(Task task) {
        return switch (BlockNest.of(task)) {
            case BlockNest.Refused(String why) -> Candidate.refuses(why);
            case BlockNest nest -> answer(task, nest);
        };
    }

    private static Answer answer(Task task, BlockNest nest) {
        if (nest.left().points() == 1 || nest.right().points() == 1) {
            return Candidate.refuses("one operand has no loop of its own, so nothing is read twice");
        }
        return BlockShape.choices(nest.product(), task.target()).stream()
                .findFirst()
                .map(shape -> Candidate.fits(new BlockPrinter(nest, shape, task).launch(), shape.toString()))
                .orElseGet(
                        () -> Candidate.refuses("%,d × %,d is too small for a block, or the device has no room for one"
                                .formatted(nest.left().points(), nest.right().points())));
    }
}
