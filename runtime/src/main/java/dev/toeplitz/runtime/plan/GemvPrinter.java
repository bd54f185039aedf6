package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.kernels.Template;
import dev.toeplitz.runtime.plan.Launch.Argument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills the template of matrices times few vectors in. The operand with fewer points of its own is the vectors. */
final class GemvPrinter {
    private final BlockNest nest;
    private final Task task;
    private final Tables tables = new Tables();
    private final List<Loop> rows;
    private final Nest cols;
    private final List<Loop> depth;
    private final Access vectors;
    private final Access matrix;
    private final boolean alongDepth;
    private final Vector lanes;
    private final List<GemvShape> shapes;
    private final GemvShape shape;

    /** With the shape that is estimated best. */
    GemvPrinter(BlockNest nest, Task task) {
        this(nest, task, Optional.empty());
    }

    private GemvPrinter(BlockNest nest, Task task, Optional<GemvShape> chosen) {
        this.nest = nest;
        this.task = task;
        boolean turned = nest.right().points() < nest.left().points();
        BlockNest.Side few = turned ? nest.right() : nest.left();
        BlockNest.Side many = turned ? nest.left() : nest.right();
        List<Access> all = new ArrayList<>(List.of(few.access(), many.access(), nest.out()));
        all.addAll(nest.others());
        Nest byRows = new Nest(few.across(), all).merged();
        Nest byCols = new Nest(many.across(), byRows.accesses()).merged();
        Nest byDepth = new Nest(near(nest.depth(), many.access()), byCols.accesses()).merged();
        this.rows = byRows.loops();
        this.cols = new Nest(byCols.loops(), byDepth.accesses().subList(2, all.size()));
        this.depth = byDepth.loops();
        this.vectors = byDepth.accesses().get(0);
        this.matrix = byDepth.accesses().get(1);
        this.alongDepth = isNear(depth);
        this.lanes = alongDepth && isVector() ? new Vector(BlockShape.LANES) : Vector.ONE;
        this.shapes = GemvShape.choices(
                GeneralCandidate.points(nest.groups()) * many.points(),
                nest.reduction() / lanes.lanes(),
                alongDepth,
                task.target());
        this.shape = chosen.orElseGet(shapes::getFirst);
    }

    private static List<Loop> near(List<Loop> loops, Access access) {
        List<Loop> sorted = new ArrayList<>(loops);
        sorted.sort(BlockNest.farthestFirst(access));
        return sorted;
    }

    private boolean isNear(List<Loop> loops) {
        return !loops.isEmpty() && matrix.stride(loops.getLast().dim()) == 1;
    }

    GemvPrinter with(GemvShape other) {
        return new GemvPrinter(nest, task, Optional.of(other));
    }

    /** All that the device has room for, the estimate's first. */
    List<GemvShape> shapes() {
        return shapes;
    }

    GemvShape shape() {
        return shape;
    }

    boolean readsNeighbours() {
        return alongDepth || isNear(cols.loops());
    }

    /** Whether four points of a sum from a multiple of four on are neighbours in the matrix, and all there in both or none. */
    private boolean isVector() {
        Loop last = depth.getLast();
        return last.extent() % BlockShape.LANES == 0
                && matrix.guards().stream().noneMatch(guard -> guard.movesWith(last.dim()))
                && vectors.guards().stream().noneMatch(guard -> guard.movesWith(last.dim()));
    }

    Launch launch() {
        List<Argument> arguments =
                new ArrayList<>(List.of(Launch.plain(vectors.operand()), Launch.plain(matrix.operand())));
        nest.others().forEach(access -> arguments.add(Launch.plain(access.operand())));
        arguments.add(Launch.plain(task.result()));
        long extent = GeneralCandidate.points(cols.loops());
        long blocks = Math.ceilDiv(extent, (long) shape.cols());
        Map<String, String> places = new HashMap<>();
        places.put("kernel", Tables.KERNEL);
        places.put("arguments", Launch.parameters(arguments, task));
        places.put("items", String.valueOf(shape.items()));
        places.put("rows", String.valueOf(rowCount()));
        places.put(
                "decode",
                "const int block_col = block %% %1$d; const int at_group = block / %1$d; ".formatted(blocks)
                        + IndexPrinter.decode(nest.groups(), "at_group"));
        places.put("col", alongDepth ? "item / " + shape.slices() : "item % " + shape.cols());
        places.put("slice", alongDepth ? "item % " + shape.slices() : "item / " + shape.cols());
        places.put("cols", String.valueOf(shape.cols()));
        places.put("slices", String.valueOf(shape.slices()));
        places.put(
                "clamped",
                "const int clamped = min(block_col * %d + col, %d); ".formatted(shape.cols(), extent - 1)
                        + IndexPrinter.decode(cols.loops(), "clamped"));
        places.put("sums", each(this::sum));
        places.put("lanes", String.valueOf(lanes.lanes()));
        places.put("reduction", String.valueOf(nest.reduction()));
        places.put("point", IndexPrinter.decode(depth, "depth"));
        places.put("add", element() + each(this::product));
        places.put("share", each(this::share));
        places.put("epilogue", epilogue());
        return new Launch(
                tables.declarations() + Template.GEMV.filled(places),
                arguments,
                GeneralCandidate.points(nest.groups()) * blocks * shape.items(),
                shape.items());
    }

    private int rowCount() {
        return (int) GeneralCandidate.points(rows);
    }

    private interface OfRow {
        String print(int row);
    }

    private String each(OfRow printed) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rowCount(); row++) {
            text.append(printed.print(row)).append("\n");
        }
        return text.toString();
    }

    private String sum(int row) {
        return "%s a%d = 0.0f;".formatted(lanes.type(), row);
    }

    /** An element of the matrix, or a vector. */
    private String element() {
        String address = matrix.address(List.of());
        boolean aligned = lanes.lanes() > 1
                && matrix.isAligned(BlockShape.LANES, depth.getLast().dim());
        return "%1$s w = 0.0f; if (%2$s) { w = %3$s; }\n"
                .formatted(
                        lanes.type(),
                        Access.condition(matrix.guards(), nest.loops()),
                        aligned ? "ALIGNED4(in1, %s)".formatted(address) : lanes.load("in1", address));
    }

    private String product(int row) {
        long stride = depth.isEmpty() ? 0 : vectors.stride(depth.getLast().dim());
        return "{ %sif (%s) { a%d = fma(%s, w, a%3$d); } }"
                .formatted(
                        constant(row),
                        Access.condition(vectors.guards(), nest.loops()),
                        row,
                        lanes.gather("in0", vectors.address(List.of()), stride));
    }

    private String constant(int row) {
        return "const int at_row = %d; ".formatted(row) + IndexPrinter.decode(rows, "at_row");
    }

    private String share(int row) {
        String sum = lanes.lanes() == 1 ? "a" + row : "(a%1$d.s0 + a%1$d.s1) + (a%1$d.s2 + a%1$d.s3)".formatted(row);
        return "partial[(%d + slice) * %d + col] = %s;".formatted(row * shape.slices(), shape.cols(), sum);
    }

    private String epilogue() {
        BlockResult result = new BlockResult(task, cols, Vector.ONE, tables);
        return each(row -> "{ %sconst float made = partial[%d + col]; %s }"
                .formatted(
                        constant(row),
                        row * shape.items(),
                        result.finished("made", "block_col * %d + col".formatted(shape.cols()))));
    }
}
