package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.runtime.plan.Access.Guard;
import dev.toeplitz.runtime.plan.Launch.Argument;
import dev.toeplitz.runtime.plan.Packing.Digit;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a work-group brings its tile of one operand into local memory: {@code depth} rows of {@code width}, padded with zeros where
 * the operand ends. Neighbouring work-items take neighbours in memory, four at a time where they lie together. An address is the
 * sum of a part by the place across, which stays, and one by the point of the reduction.
 */
final class Staging {
    private static final int LANES = BlockShape.LANES;

    private final String name;
    private final String buffer;
    private final String block;
    private final BlockNest nest;
    private final BlockNest.Side side;
    private final int width;
    private final int deep;
    private final int items;
    private final List<Loop> across;
    private final List<Loop> depth;
    private final Access access;
    private final boolean packed;
    private final boolean alongDepth;
    private final int lanes;
    private final Map<String, String> places = new LinkedHashMap<>();
    private final Map<String, String> points = new LinkedHashMap<>();
    private final StringBuilder before = new StringBuilder();
    private final StringBuilder within = new StringBuilder();

    /**
     * @param name of the local memory
     * @param buffer of the operand
     * @param block an expression of which tile it is, across
     */
    Staging(
            String name,
            String buffer,
            String block,
            BlockNest nest,
            BlockNest.Side side,
            int width,
            BlockShape shape) {
        this.name = name;
        this.buffer = buffer;
        this.block = block;
        this.nest = nest;
        this.side = side;
        this.width = width;
        this.deep = shape.kwg();
        this.items = shape.items();
        Nest merged = new Nest(side.across(), List.of(side.access())).merged();
        this.across = merged.loops();
        this.packed =
                side.constant() && across.size() <= 1 && side.access().guards().isEmpty();
        Nest whole = new Nest(nest.depth(), merged.accesses()).merged();
        this.depth = whole.loops();
        this.access = whole.accesses().getFirst();
        this.alongDepth = !packed && isNearerAlongDepth();
        this.lanes =
                packed || isVector(alongDepth ? depth : across) && (alongDepth ? deep : width) % LANES == 0 ? LANES : 1;
        for (int i = 0; i < loads(); i++) {
            load(i);
        }
    }

    Argument argument() {
        return packed
                ? new Argument.Packed(side.access().operand(), packing())
                : Launch.plain(side.access().operand());
    }

    /** Elements from one row of the tile to the next: apart where columns are written, so that they fall into different banks. */
    int row() {
        return width + (alongDepth ? LANES : 0);
    }

    /** What stays while the reduction goes on. */
    String before() {
        return before.toString();
    }

    /** Brings the tile in, of the reduction from {@code depth} on. */
    String within() {
        return within.toString();
    }

    private Packing packing() {
        return new Packing(
                side.access().base(),
                nest.groups().stream().map(this::digit).toList(),
                across.isEmpty()
                        ? new Digit(1, 0)
                        : new Digit(
                                (int) side.points(),
                                access.stride(across.getFirst().dim())),
                nest.depth().stream().map(this::digit).toList(),
                width);
    }

    private Digit digit(Loop loop) {
        return new Digit(loop.extent(), side.access().stride(loop.dim()));
    }

    private boolean isNearerAlongDepth() {
        if (depth.isEmpty() || across.isEmpty()) {
            return !depth.isEmpty();
        }
        long down = distance(depth.getLast());
        long over = distance(across.getLast());
        return down < over
                || down == over && depth.getLast().extent() > across.getLast().extent();
    }

    private long distance(Loop loop) {
        long stride = Math.abs(access.stride(loop.dim()));
        return stride == 0 ? Long.MAX_VALUE : stride;
    }

    /** Whether four points of the innermost loop from a multiple of four on are neighbours, all there or none. */
    private boolean isVector(List<Loop> loops) {
        return !loops.isEmpty()
                && access.stride(loops.getLast().dim()) == 1
                && loops.getLast().extent() % LANES == 0
                && access.guards().stream()
                        .noneMatch(guard -> guard.movesWith(loops.getLast().dim()));
    }

    private int all() {
        return width * deep / lanes;
    }

    private int loads() {
        return Math.ceilDiv(all(), items);
    }

    /** One element or vector of each work-item. */
    private void load(int i) {
        int fastExtent = (alongDepth ? deep : width) / lanes;
        String fast = items % fastExtent == 0
                ? "item %% %d".formatted(fastExtent)
                : "item + %d".formatted(i % (fastExtent / items) * items);
        String slow = items % fastExtent == 0
                ? "item / %d + %d".formatted(fastExtent, i * (items / fastExtent))
                : String.valueOf(i / (fastExtent / items));
        String vectors = lanes == 1 ? fast : "(%s) * %d".formatted(fast, lanes);
        String place = places.computeIfAbsent(alongDepth ? slow : vectors, this::place);
        String point = points.computeIfAbsent(alongDepth ? vectors : slow, this::point);
        List<String> conditions = new ArrayList<>();
        if (all() < items) {
            conditions.add("item < " + all());
        }
        String wanted = conditions.isEmpty() ? "" : "if (%s) ".formatted(conditions.getFirst());
        within.append("%s{ %s x = 0.0f; %sx = %s; %s }\n"
                .formatted(
                        wanted,
                        new Vector(lanes).type(),
                        condition(place, point),
                        read(place, point),
                        write(place, point)));
    }

    private String condition(String place, String point) {
        List<String> conditions = new ArrayList<>();
        if (nest.reduction() % deep != 0) {
            conditions.add("depth + %s < %d".formatted(point, nest.reduction()));
        }
        if (!packed) {
            for (int i = 0; i < access.guards().size(); i++) {
                // One comparison without sign asks for both ends.
                conditions.add("(uint)(%1$s_%3$d + %2$s_%3$d) < %4$du"
                        .formatted(place, point, i, access.guards().get(i).extent()));
            }
        }
        return conditions.isEmpty() ? "" : "if (%s) ".formatted(String.join(" && ", conditions));
    }

    private String read(String place, String point) {
        String address = "%s_at + %s_at".formatted(place, point);
        if (lanes == 1) {
            return Vector.ONE.load(buffer, address);
        }
        return packed
                        || access.isAligned(
                                LANES, (alongDepth ? depth : across).getLast().dim())
                ? "ALIGNED4(%s, %s)".formatted(buffer, address)
                : new Vector(lanes).load(buffer, address);
    }

    private String write(String place, String point) {
        String to = "%s + %s * %d + %s".formatted(name, point, row(), place);
        if (lanes == 1) {
            return "*(%s) = x;".formatted(to);
        }
        if (!alongDepth) {
            return "*(__local float4 *)(%s) = x;".formatted(to);
        }
        StringBuilder text = new StringBuilder();
        for (int lane = 0; lane < lanes; lane++) {
            text.append("(%s)[%d] = x.s%d; ".formatted(to, lane * row(), lane));
        }
        return text.toString();
    }

    /** Declares a place across, from the tile's first on, and what it adds to the address and to each guard. */
    private String place(String expression) {
        String variable = name + "_x" + places.size();
        before.append("const int %s = %s; ".formatted(variable, expression));
        if (packed) {
            int panels = (int) Math.ceilDiv(side.points(), (long) width);
            before.append("const int %s_at = (at_group * %d + %s) * %d + %s;\n"
                    .formatted(variable, panels, block, nest.reduction() * width, variable));
            return variable;
        }
        String at = "%s * %d + %s".formatted(block, width, variable);
        // What is beyond the operand is read at its end again, and never stored.
        String clamped =
                side.points() % width == 0 ? at : "min(%s, %d)".formatted(at, side.points() - (alongDepth ? 1 : lanes));
        parts(before, variable, IndexPrinter.decode(across, "at"), clamped, access.address(dims(depth)), false);
        return variable;
    }

    /** Declares a point of the reduction, from {@code depth} on, likewise. */
    private String point(String expression) {
        String variable = name + "_k" + points.size();
        before.append("const int %s = %s; ".formatted(variable, expression));
        if (packed) {
            within.append("const int %1$s_at = (depth + %1$s) * %2$d;\n".formatted(variable, width));
            return variable;
        }
        List<String> sum = new ArrayList<>();
        for (Loop loop : depth) {
            long stride = access.stride(loop.dim());
            if (stride != 0) {
                sum.add("%s * %d".formatted(IndexPrinter.name(loop.dim()), stride));
            }
        }
        String at = "depth + " + variable;
        if (isWithinOneRun()) {
            // The same division for all work-items: the others' places differ along the innermost loop alone.
            at = "depth";
            sum.add("%s * %d".formatted(variable, access.stride(depth.getLast().dim())));
        }
        String address = sum.isEmpty() ? "0" : String.join(" + ", sum);
        parts(within, variable, IndexPrinter.decode(depth, "at"), at, address, true);
        return variable;
    }

    /** Whether no tile goes beyond one run of the innermost loop, which decides nothing else. */
    private boolean isWithinOneRun() {
        return depth.size() > 1
                && depth.getLast().extent() % deep == 0
                && access.guards().stream()
                        .noneMatch(guard -> guard.movesWith(depth.getLast().dim()));
    }

    private void parts(StringBuilder to, String variable, String decode, String at, String address, boolean isPoint) {
        to.append("int %s_at; ".formatted(variable));
        for (int i = 0; i < access.guards().size(); i++) {
            to.append("int %s_%d; ".formatted(variable, i));
        }
        to.append("{ const int at = %s; %s%s_at = %s; ".formatted(at, decode, variable, address));
        for (int i = 0; i < access.guards().size(); i++) {
            Guard guard = access.guards().get(i);
            List<Term> terms = guard.terms().stream()
                    .filter(term -> dims(depth).contains(term.dim()) == isPoint)
                    .toList();
            to.append("%s_%d = %s; ".formatted(variable, i, IndexPrinter.affine(isPoint ? 0 : guard.offset(), terms)));
        }
        to.append("}\n");
    }

    private static List<LoopDim> dims(List<Loop> loops) {
        return loops.stream().map(Loop::dim).toList();
    }
}
