package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.kernels.Template;
import dev.toeplitz.runtime.plan.Launch.Argument;
import dev.toeplitz.runtime.plan.Packing.Digit;
import dev.toeplitz.terms.DataType;
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
        this.sums = new TileSums(shape, task.makesIntegers(), nest.reduction());
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
        divide();
        places.put("accumulators", sums.declarations());
        reduction();
        places.put("epilogue", epilogue());
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
        return new Argument.Scratch(task.made(), 1, leftSpan());
    }

    private long leftSpan() {
        return task.layout(nest.left().operand()).span();
    }

    private Argument scratch() {
        return new Argument.Scratch(task.made(), 0, order().elements());
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

    /** Which tiles are a work-item's own: as many along the row as leave enough work-items. */
    private void divide() {
        int extent = nest.tiled().extent();
        int tiles = shape.tiles(extent);
        long around = GeneralCandidate.points(nest.groups()) * GeneralCandidate.points(nest.rows()) * panels;
        int parts = Math.clamp(Math.ceilDiv(division.items(), around), 1, tiles);
        int length = Math.ceilDiv(tiles, parts);
        parts = Math.ceilDiv(tiles, length);
        items = around * parts;
        long rows = GeneralCandidate.points(nest.rows());
        String order = division.panelsFirst()
                ? "const int panel = item %% %1$d; const int part = item / %1$d %% %2$d; const int at_row = item / %3$d %% %4$d; "
                        .formatted(panels, parts, panels * parts, rows)
                : "const int part = item %% %1$d; const int at_row = item / %1$d %% %2$d; const int panel = item / %3$d %% %4$d; "
                        .formatted(parts, rows, parts * rows, panels);
        String groups = "const int at_group = item / %d; ".formatted(panels * parts * rows);
        places.put(
                "decode",
                order
                        + groups
                        + IndexPrinter.decode(nest.rows(), "at_row")
                        + IndexPrinter.decode(nest.groups(), "at_group"));
        places.put("first", parts == 1 ? "0" : "part * " + length);
        places.put(
                "last",
                parts == 1 ? String.valueOf(tiles) : "min(part * %d + %d, %d)".formatted(length, length, tiles));
        places.put(
                "start",
                extent % shape.cols() == 0
                        ? "tile * " + shape.cols()
                        : "min(tile * %d, %d)".formatted(shape.cols(), shape.lastStart(extent)));
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

    /** What is done with each accumulator, and where it goes. */
    private String epilogue() {
        StringBuilder text = new StringBuilder();
        for (int v = 0; v < shape.vectors(); v++) {
            text.append("{ const int first = panel * %d + %d; "
                    .formatted(shape.width(), v * shape.lanes().lanes()));
            boolean whole = (long) nest.channel().extent() == (long) panels * shape.width();
            text.append(
                    whole ? "" : "if (first < %d) { ".formatted(nest.channel().extent()));
            for (int col = 0; col < shape.cols(); col++) {
                text.append(finished(col, v)).append("\n");
            }
            text.append(whole ? "}" : "} }");
        }
        return text.toString();
    }

    private String lastLane() {
        return nest.channel().extent() % shape.lanes().lanes() == 0
                ? String.valueOf(shape.lanes().lanes())
                : "%d - first".formatted(nest.channel().extent() - 1);
    }

    private String finished(int col, int v) {
        StringBuilder text = new StringBuilder("{ ");
        List<String> others = new ArrayList<>();
        for (int i = 0; i < nest.others().size(); i++) {
            Access access = nest.others().get(i);
            String load = shape.lanes()
                    .gather(
                            "in" + (2 + i),
                            address(access, col),
                            access.stride(nest.channel().dim()),
                            lastLane(),
                            task.type(access.operand()));
            String type = shape.lanes().type(task.type(access.operand()));
            text.append("const %s y%d = %s; ".formatted(type, i, load));
            others.add("y" + i);
        }
        String made = sums.made(col, v);
        String value = Epilogue.of(task)
                .value(
                        made,
                        others,
                        Epilogue.printing(shape.lanes(), nest.channel().dim(), tables),
                        text);
        return text.append(stored(value, address(nest.out(), col))).append(" }").toString();
    }

    private String address(Access access, int col) {
        return "%s + (start + %d) * %d + first * %d"
                .formatted(
                        access.address(
                                List.of(nest.tiled().dim(), nest.channel().dim())),
                        col,
                        access.stride(nest.tiled().dim()),
                        access.stride(nest.channel().dim()));
    }

    /** All lanes, or those that exist where the channels end within the vector. */
    private String stored(String value, String address) {
        int rest = nest.channel().extent() % shape.lanes().lanes();
        DataType held = task.type(task.result());
        boolean integers = task.writesIntegers();
        String whole = shape.lanes().store(value, integers, "result", address, held);
        if (rest == 0) {
            return whole;
        }
        StringBuilder some = new StringBuilder();
        for (int lane = 0; lane < rest; lane++) {
            some.append("STORE(z.s%s, result, %s + %d); ".formatted(Integer.toHexString(lane), address, lane));
        }
        return "const %s z = %s; if (first + %d <= %d) { %s } else { %s}"
                .formatted(
                        integers ? shape.lanes().integers() : shape.lanes().type(),
                        value,
                        shape.lanes().lanes(),
                        nest.channel().extent(),
                        shape.lanes().store("z", integers, "result", address, held),
                        some);
    }
}
