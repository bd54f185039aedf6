package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.runtime.plan.Access.Guard;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Contractions as register tiles, on a CPU: matrix products and convolutions, whose Toeplitz matrix is read through its view.
 * The loops fall into four kinds by which operand and result they move: those of the left side (pixels), the one of the right side
 * (output channels), groups, and the reduction.
 */
final class TileCandidate implements Candidate {
    @Override
    public String name() {
        return "tile";
    }

    @Override
    public Answer answer(Task task) {
        return answer(task, nest -> Candidate.fits(TileWay.estimated(nest, task).launches(task)));
    }

    @Override
    public List<Variant> variants(Task task) {
        List<Variant> variants = new ArrayList<>();
        answer(task, nest -> {
            TileWay.all(nest, task).forEach(way -> variants.add(way.variant()));
            return Candidate.fits(List.of());
        });
        return variants;
    }

    @Override
    public Answer answer(Task task, Variant variant) {
        return answer(
                task,
                nest -> TileWay.of(variant, nest, task)
                        .map(way -> Candidate.fits(way.launches(task)))
                        .orElseGet(() -> Candidate.refuses("no such tile fits")));
    }

    /** @param use what to make of the loops once they are seen as a tile's */
    static Answer answer(Task task, Function<TileNest, Answer> use) {
        if (!(task.step() instanceof Contract step)) {
            return Candidate.refuses("the step is no contraction");
        }
        if (!task.target().isVector()) {
            return Candidate.refuses("the device is no CPU");
        }
        Optional<String> refusal = task.options().refusalOfTiles();
        if (refusal.isPresent()) {
            return Candidate.refuses(refusal.get());
        }
        if (task.makesIntegers() && !(isEight(task, step.left()) && isEight(task, step.right()))) {
            return Candidate.refuses("integers of more than 8 bits are not summed in single precision");
        }
        if (!task.makesIntegers()
                && (task.isInteger(step.left().operand())
                        || task.isInteger(step.right().operand()))) {
            return Candidate.refuses("one operand is of integers and the other is not");
        }
        if (Epilogue.of(task).readsIndex()) {
            return Candidate.refuses("the epilogue asks for an index");
        }
        Optional<Access> left = Access.of(step.left(), task.layout(step.left().operand()), step.loops());
        Optional<Access> right =
                Access.of(step.right(), task.layout(step.right().operand()), step.loops());
        Optional<Access> out = Access.of(step.out().of(task.result()), task.layout(task.result()), step.loops());
        Optional<List<Access>> others = Epilogue.of(task).others();
        if (left.isEmpty() || right.isEmpty() || out.isEmpty() || others.isEmpty()) {
            return Candidate.refuses("an operand is read by a table or across its layout");
        }
        if (!out.get().guards().isEmpty() || !writesOnce(step)) {
            return Candidate.refuses("several points add into one element");
        }
        List<Access> through = others.get().stream()
                .map(other -> Nest.through(other, step.out(), step.loops()))
                .toList();
        Answer plain = answer(task, step, new Sides(left.get(), right.get(), out.get(), through), use);
        return plain instanceof Answer.Fits
                ? plain
                : answer(task, step, new Sides(right.get(), left.get(), out.get(), through), use)
                                instanceof Answer.Fits turned
                        ? turned
                        : plain;
    }

    private static boolean isEight(Task task, View view) {
        DataType type = task.type(view.operand());
        return type == DataType.INT8 || type == DataType.UINT8;
    }

    static boolean writesOnce(Contract step) {
        long points = 1;
        for (Loop loop : step.loops().list()) {
            points *= step.out().movesWith(loop.dim()) ? loop.extent() : 1;
        }
        return points == step.result().elements();
    }

    /** The operand whose elements are spread over vectors, the one that is read in vectors, and what is written. */
    private record Sides(Access left, Access right, Access out, List<Access> others) {
        List<Access> all() {
            List<Access> all = new ArrayList<>(List.of(left, right, out));
            all.addAll(others);
            return all;
        }
    }

    private static Answer answer(Task task, Contract step, Sides sides, Function<TileNest, Answer> use) {
        List<Loop> pixels = new ArrayList<>();
        List<Loop> channels = new ArrayList<>();
        List<Loop> groups = new ArrayList<>();
        List<Loop> depth = new ArrayList<>();
        for (Loop loop : step.loops().list()) {
            boolean left = sides.left().movesWith(loop.dim());
            boolean right = sides.right().movesWith(loop.dim());
            boolean out = sides.out().movesWith(loop.dim());
            if (loop.extent() > 1) {
                (out ? (left ? right ? groups : pixels : channels) : depth).add(loop);
                if (out && !left && !right) {
                    return Candidate.refuses("a loop moves the result alone");
                }
            }
        }
        if (!sides.right().guards().isEmpty()) {
            return Candidate.refuses("the weights are read outside themselves");
        }
        Nest across = new Nest(channels, sides.all()).merged();
        if (across.loops().size() != 1
                || across.accesses().get(2).stride(across.loops().getFirst().dim()) != 1) {
            return Candidate.refuses("the result's neighbours are not the output channels");
        }
        Nest along = new Nest(pixels, across.accesses()).merged();
        return nested(task, groups, along, across.loops().getFirst(), depth, use);
    }

    private static Answer nested(
            Task task, List<Loop> groups, Nest along, Loop channel, List<Loop> depth, Function<TileNest, Answer> use) {
        Access right = along.accesses().get(1);
        TileNest.Panels panels = TileNest.panels(
                task.constant().test(right.operand()),
                GeneralCandidate.points(along.loops()),
                channel.extent() * GeneralCandidate.points(depth));
        if (panels == TileNest.Panels.BEFORE && task.makesIntegers()) {
            return Candidate.refuses("integers are packed beforehand or not at all");
        }
        if (panels == TileNest.Panels.NEVER && right.stride(channel.dim()) != 1) {
            return Candidate.refuses(
                    "the right operand is computed, too small or too little used to be packed, and its neighbours are"
                            + " not the output channels");
        }
        Loop tiled = along.loops().isEmpty()
                ? new Loop(LoopDim.TIME, 1)
                : along.loops().getLast();
        List<Loop> rows = along.loops().isEmpty()
                ? List.of()
                : along.loops().subList(0, along.loops().size() - 1);
        List<Guard> clipping = along.accesses().getFirst().guards().stream()
                .filter(guard -> guard.movesWith(tiled.dim()))
                .toList();
        List<LoopDim> clipped = clipping.stream()
                .flatMap(guard -> guard.terms().stream())
                .map(term -> term.dim())
                .filter(dim -> dim != tiled.dim())
                .distinct()
                .toList();
        Optional<Loop> filter =
                depth.stream().filter(loop -> clipped.contains(loop.dim())).findFirst();
        if (clipped.size() > 1 || clipped.size() == 1 && filter.isEmpty()) {
            return Candidate.refuses("padding along the tile depends on more than one filter index");
        }
        return use.apply(new TileNest(
                groups,
                rows,
                tiled,
                channel,
                ordered(depth, filter, along.accesses().getFirst()),
                filter,
                clipping,
                panels,
                along.accesses()));
    }

    /** Loops that decide what is outside stand outermost, so that it is left out early; the one of the tile last of them. */
    private static List<Loop> ordered(List<Loop> depth, Optional<Loop> filter, Access left) {
        List<Loop> first = new ArrayList<>();
        List<Loop> last = new ArrayList<>();
        for (Loop loop : depth) {
            boolean guarded = left.guards().stream().anyMatch(guard -> guard.movesWith(loop.dim()));
            if (filter.filter(loop::equals).isEmpty()) {
                (guarded ? first : last).add(loop);
            }
        }
        filter.ifPresent(first::add);
        // The longest run of neighbours innermost: channels, where the input lies channels-last.
        last.sort((a, b) -> Long.compare(left.stride(b.dim()), left.stride(a.dim())));
        first.addAll(last);
        return first;
    }
}
