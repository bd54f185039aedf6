package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.kernels.Template;
import dev.toeplitz.runtime.plan.Launch.Argument;
import dev.toeplitz.runtime.plan.Packing.Digit;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Fills the template of tiles in. */
final class TilePrinter {
    /** Numbers that a work-item of the widening kernel takes. */
    private static final int WIDENED = 16;

    private final TileNest nest;
    private final TileShape shape;
    private final TileWay.Division division;
    private final Task task;
    private final Tables tables = new Tables();
    private final Map<String, String> places = new HashMap<>();
    private final List<List<Boolean>> patterns = new ArrayList<>();
    private final int panels;
    private final TileSums sums;
    private long items;

    TilePrinter(TileWay way, Task task) {
        this.nest = way.nest();
        this.shape = way.shape();
        this.division = way.division();
        this.task = task;
        this.sums = TileSums.of(shape, task, nest);
        this.panels = Math.ceilDiv(nest.channel().extent(), shape.width());
    }

    Launch launch() {
        List<Argument> arguments = new ArrayList<>();
        arguments.add(task.makesIntegers() ? wide() : Launch.plain(nest.left().operand()));
        arguments.add(
                switch (nest.panels()) {
                    case AHEAD -> new Argument.Packed(nest.right().operand(), order());
                    case BEFORE -> scratch();
                    case NEVER -> Launch.plain(nest.right().operand());
                });
        nest.others().forEach(access -> arguments.add(Launch.plain(access.operand())));
        arguments.add(Launch.plain(task.result()));
        places.put("kernel", Tables.KERNEL);
        places.put("held", Held.word(task.type(task.result())));
        places.put("arguments", Launch.parameters(arguments, task));
        items = new TileItems(nest, shape, division).fill(places);
        places.put("accumulators", sums.declarations());
        reduction();
        places.put("epilogue", new TileResult(nest, shape, task, tables).text(sums::made));
        return new Launch(tables.declarations() + Template.TILE.filled(places), arguments, items, true);
    }

    /** A kernel that brings the right operand into panels, a work-item each. */
    Launch packing() {
        Map<String, String> pack = Map.of(
                "kernel", Tables.KERNEL,
                "panels", String.valueOf(panels),
                "decode", IndexPrinter.decode(nest.groups()),
                "elements", String.valueOf(shape.width() * nest.reduction()),
                "width", String.valueOf(shape.width()),
                "extent", String.valueOf(nest.channel().extent()),
                "heads", IndexPrinter.heads(nest.depth()),
                "from", nest.right().address(List.of(nest.channel().dim())),
                "stride", String.valueOf(nest.right().stride(nest.channel().dim())));
        long all = GeneralCandidate.points(nest.groups()) * panels;
        return new Launch(
                Template.PACK.filled(pack), List.of(Launch.plain(nest.right().operand()), scratch()), all, true);
    }

    /** A kernel that makes the left operand's integers floating-point numbers, once and not for each tile that reads them. */
    Launch widening() {
        String source = Template.WIDEN.filled(Map.of("kernel", Tables.KERNEL, "read", leftWord()));
        long items = Math.ceilDiv(leftSpan(), WIDENED);
        return new Launch(source, List.of(Launch.plain(nest.left().operand()), wide()), items, false);
    }

    private Argument wide() {
        return new Argument.Scratch(task.made(), 1, leftSpan(), task.options().storage());
    }

    private long leftSpan() {
        return task.layout(nest.left().operand()).span();
    }

    private Argument scratch() {
        return new Argument.Scratch(
                task.made(), 0, order().elements(), task.options().storage());
    }

    private Packing order() {
        return new Packing(
                nest.right().base(),
                nest.groups().stream().map(this::digit).toList(),
                digit(nest.channel()),
                nest.depth().stream().map(this::digit).toList(),
                shape.width());
    }

    private Digit digit(Loop loop) {
        return new Digit(loop.extent(), nest.right().stride(loop.dim()));
    }

    private void reduction() {
        List<Loop> depth = nest.depth();
        List<Loop> outer = depth.subList(0, sums.outer(inner(), depth));
        List<Loop> inner = depth.subList(outer.size(), depth.size());
        places.put("outer", GuardedLoops.heads(outer, nest.skipping(), nest.loops()));
        places.put("ends", GuardedLoops.ends(outer));
        places.put("cases", pointers(outer, inner) + cases(inner) + sums.emptied(inner));
    }

    /** How many loops of the reduction stand outside the bodies: all that decide what is outside. */
    private int inner() {
        int inner = 0;
        for (int i = 0; i < nest.depth().size(); i++) {
            LoopDim dim = nest.depth().get(i).dim();
            if (nest.left().guards().stream().anyMatch(guard -> guard.movesWith(dim))) {
                inner = i + 1;
            }
        }
        return inner;
    }

    private String pointers(List<Loop> outer, List<Loop> inner) {
        List<LoopDim> later = new ArrayList<>(inner.stream().map(Loop::dim).toList());
        later.add(nest.tiled().dim());
        String left = "%s + start * %d"
                .formatted(
                        nest.left().address(later),
                        nest.left().stride(nest.tiled().dim()));
        if (!nest.packs()) {
            later.add(nest.channel().dim());
            return "__global const %s *restrict p = in0 + %s; __global const %s *restrict w = in1 + %s + panel * %d; "
                    .formatted(pointerWord(), left, rightWord(), nest.right().address(later), shape.width());
        }
        String first = "(at_group * %d + panel) * %d".formatted(panels, shape.width() * nest.reduction());
        String row = IndexPrinter.rows(outer, shape.width() * GeneralCandidate.points(inner));
        return "__global const %s *restrict p = in0 + %s; __global const %s *restrict w = in1 + %s%s; "
                .formatted(pointerWord(), left, rightWord(), first, row);
    }

    private String leftWord() {
        return Held.word(task.type(nest.left().operand()));
    }

    private String pointerWord() {
        return task.makesIntegers() ? "stored" : leftWord();
    }

    private String rightWord() {
        return Held.word(task.type(nest.right().operand()));
    }

    /** A body for each pattern of what is inside, chosen by a table over tiles and filter indices. */
    private String cases(List<Loop> inner) {
        int tiles = shape.tiles(nest.tiled().extent());
        int filters = nest.filter().map(Loop::extent).orElse(1);
        List<Integer> which = new ArrayList<>();
        for (int tile = 0; tile < tiles; tile++) {
            int start =
                    Math.min(tile * shape.cols(), shape.lastStart(nest.tiled().extent()));
            for (int filter = 0; filter < filters; filter++) {
                List<Boolean> pattern = nest.inside(start, shape.cols(), filter);
                if (!patterns.contains(pattern)) {
                    patterns.add(pattern);
                }
                which.add(patterns.indexOf(pattern));
            }
        }
        if (patterns.size() == 1) {
            return body(patterns.getFirst(), inner);
        }
        String filter = nest.filter()
                .map(loop -> " * %d + %s".formatted(filters, IndexPrinter.name(loop.dim())))
                .orElse("");
        StringBuilder text = new StringBuilder("switch (%s[tile%s]) { ".formatted(tables.integers(which), filter));
        for (int i = 0; i < patterns.size(); i++) {
            text.append("case %d: { %s } break;\n".formatted(i, body(patterns.get(i), inner)));
        }
        return text.append("}").toString();
    }

    private String body(List<Boolean> inside, List<Loop> inner) {
        if (!inside.contains(true)) {
            return "";
        }
        StringBuilder text = new StringBuilder(sums.heads(inner)).append("{ ");
        String left = offset(inner, nest.left());
        String weights = nest.packs() ? "0" + IndexPrinter.rows(inner, shape.width()) : offset(inner, nest.right());
        for (int v = 0; v < shape.vectors(); v++) {
            String address = "%s + %d".formatted(weights, v * shape.lanes().lanes());
            text.append("const %s w%d = %s; "
                    .formatted(
                            shape.lanes().type(),
                            v,
                            sums.real(shape.lanes()
                                    .load("w", address, task.type(nest.right().operand())))));
        }
        long stride = nest.left().stride(nest.tiled().dim());
        for (int col = 0; col < shape.cols(); col++) {
            if (inside.get(col)) {
                text.append("{ const %s x = LOAD(p, %s + %d); "
                        .formatted(shape.lanes().type(), left, col * stride));
                for (int v = 0; v < shape.vectors(); v++) {
                    text.append("a%1$d_%2$d = fma(x, w%2$d, a%1$d_%2$d); ".formatted(col, v));
                }
                text.append("}\n");
            }
        }
        return text.append("}").append(sums.ends(inner)).toString();
    }

    private static String offset(List<Loop> inner, Access access) {
        return inner.isEmpty()
                ? "0"
                : inner.stream()
                        .map(loop -> "%s * %d".formatted(IndexPrinter.name(loop.dim()), access.stride(loop.dim())))
                        .collect(Collectors.joining(" + "));
    }
}
