package dev.toeplitz.runtime.plan;

import java.util.List;

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

    @Override
    public List<Variant> variants(Task task) {
        return BlockNest.of(task) instanceof BlockNest nest && isShared(nest)
                ? BlockShape.choices(nest.product(), task.target()).stream()
                        .map(BlockCandidate::variant)
                        .toList()
                : List.of();
    }

    private static Variant variant(BlockShape shape) {
        return Variant.of("block")
                .with("mwg", shape.mwg())
                .with("nwg", shape.nwg())
                .with("kwg", shape.kwg())
                .with("mwi", shape.mwi())
                .with("nwi", shape.nwi());
    }

    @Override
    public Answer answer(Task task, Variant variant) {
        return switch (BlockNest.of(task)) {
            case BlockNest.Refused(String why) -> Candidate.refuses(why);
            case BlockNest nest
            when isShared(nest) ->
                BlockShape.choices(nest.product(), task.target()).stream()
                        .filter(shape -> variant(shape).equals(variant))
                        .findFirst()
                        .map(shape -> printed(nest, shape, task))
                        .orElseGet(() -> Candidate.refuses("the device has no room for such a block"));
            case BlockNest nest -> answer(task, nest);
        };
    }

    private static Answer printed(BlockNest nest, BlockShape shape, Task task) {
        return Candidate.fits(new BlockPrinter(nest, shape, task).launch(), shape.toString());
    }

    /** Whether both operands are read more than once. */
    private static boolean isShared(BlockNest nest) {
        return nest.left().points() > 1 && nest.right().points() > 1;
    }

    private static Answer answer(Task task, BlockNest nest) {
        if (!isShared(nest)) {
            return Candidate.refuses("one operand has no loop of its own, so nothing is read twice");
        }
        return BlockShape.choices(nest.product(), task.target()).stream()
                .findFirst()
                .map(shape -> printed(nest, shape, task))
                .orElseGet(
                        () -> Candidate.refuses("%,d × %,d is too small for a block, or the device has no room for one"
                                .formatted(nest.left().points(), nest.right().points())));
    }
}
