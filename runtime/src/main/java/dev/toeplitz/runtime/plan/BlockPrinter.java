package dev.toeplitz.runtime.plan;

import dev.toeplitz.kernels.Template;
import dev.toeplitz.runtime.plan.Launch.Argument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fills the template of blocks in. */
final class BlockPrinter {
    private final BlockNest nest;
    private final BlockShape shape;
    private final Task task;
    private final Tables tables = new Tables();
    private final Vector rowLanes;
    private final Vector colLanes;

    BlockPrinter(BlockNest nest, BlockShape shape, Task task) {
        this.nest = nest;
        this.shape = shape;
        this.task = task;
        this.rowLanes = new Vector(Math.min(BlockShape.LANES, shape.mwi()));
        this.colLanes = new Vector(Math.min(BlockShape.LANES, shape.nwi()));
    }

    Launch launch() {
        Staging left = new Staging("left", "in0", "block_row", nest, nest.left(), shape.mwg(), shape);
        Staging right = new Staging("right", "in1", "block_col", nest, nest.right(), shape.nwg(), shape);
        List<Argument> arguments = new ArrayList<>(List.of(left.argument(), right.argument()));
        nest.others().forEach(access -> arguments.add(Launch.plain(access.operand())));
        arguments.add(Launch.plain(task.result()));
        long blockRows = Math.ceilDiv(nest.left().points(), (long) shape.mwg());
        long blockCols = Math.ceilDiv(nest.right().points(), (long) shape.nwg());
        Map<String, String> places = new HashMap<>();
        places.put("kernel", Tables.KERNEL);
        places.put("arguments", Launch.parameters(arguments, task));
        places.put("items", String.valueOf(shape.items()));
        places.put("left_elements", String.valueOf(left.row() * shape.kwg()));
        places.put("right_elements", String.valueOf(right.row() * shape.kwg()));
        places.put(
                "decode",
                "const int block_col = block %% %1$d; const int block_row = block / %1$d %% %2$d; const int at_group = block / %3$d; "
                                .formatted(blockCols, blockRows, blockRows * blockCols)
                        + IndexPrinter.decode(nest.groups(), "at_group"));
        places.put("item_cols", String.valueOf(shape.itemCols()));
        places.put("before", left.before() + right.before());
        places.put("accumulators", accumulators());
        places.put("reduction", String.valueOf(nest.reduction()));
        places.put("deep", String.valueOf(shape.kwg()));
        places.put("stage", left.within() + right.within());
        places.put("multiply", multiply(left.row(), right.row()));
        places.put("epilogue", epilogue());
        long groups = GeneralCandidate.points(nest.groups()) * blockRows * blockCols;
        return new Launch(
                tables.declarations() + Template.BLOCK.filled(places),
                arguments,
                groups * shape.items(),
                shape.items());
    }

    private int vectors() {
        return shape.nwi() / colLanes.lanes();
    }

    private String accumulators() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shape.mwi(); i++) {
            for (int v = 0; v < vectors(); v++) {
                text.append("%s a%d_%d = 0.0f; ".formatted(colLanes.type(), i, v));
            }
        }
        return text.toString();
    }

    /** Which of the block's rows is a work-item's i-th: vectors of neighbours, those of all work-items in turn. */
    private String rowOf(int i) {
        int lanes = rowLanes.lanes();
        return "(row + %d) * %d + %d".formatted(i / lanes * shape.itemRows(), lanes, i % lanes);
    }

    private String colOf(int vector) {
        return "(col + %d) * %d".formatted(vector * shape.itemCols(), colLanes.lanes());
    }

    private String multiply(int leftRow, int rightRow) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shape.mwi(); i += rowLanes.lanes()) {
            text.append(read("x" + i / rowLanes.lanes(), rowLanes, "left + k * %d + %s".formatted(leftRow, rowOf(i))));
        }
        for (int v = 0; v < vectors(); v++) {
            text.append(read("w" + v, colLanes, "right + k * %d + %s".formatted(rightRow, colOf(v))));
        }
        for (int i = 0; i < shape.mwi(); i++) {
            String element = "x%d%s".formatted(i / rowLanes.lanes(), lane(rowLanes, i % rowLanes.lanes()));
            for (int v = 0; v < vectors(); v++) {
                text.append("a%1$d_%2$d = fma(%3$s, w%2$d, a%1$d_%2$d); ".formatted(i, v, colLanes.spread(element)));
            }
            text.append("\n");
        }
        return text.toString();
    }

    private static String read(String name, Vector vector, String address) {
        return "const %1$s %2$s = *(__local const %1$s *)(%3$s); ".formatted(vector.type(), name, address);
    }

    private static String lane(Vector vector, int lane) {
        return vector.lanes() == 1 ? "" : ".s" + lane;
    }

    /** What is done with each sum, and where it goes. */
    private String epilogue() {
        List<Access> all = new ArrayList<>(List.of(nest.out()));
        all.addAll(nest.others());
        Nest rows = new Nest(nest.left().across(), all).merged();
        Nest cols = new Nest(nest.right().across(), rows.accesses()).merged();
        BlockResult result = new BlockResult(task, cols, colLanes, tables);
        long rowCount = nest.left().points();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shape.mwi(); i++) {
            text.append("{ const int at_row = block_row * %d + %s; ".formatted(shape.mwg(), rowOf(i)));
            text.append(rowCount % shape.mwg() == 0 ? "{ " : "if (at_row < %d) { ".formatted(rowCount));
            text.append(IndexPrinter.decode(rows.loops(), "at_row"));
            for (int v = 0; v < vectors(); v++) {
                String first = "block_col * %d + %s".formatted(shape.nwg(), colOf(v));
                text.append(result.finished("a%d_%d".formatted(i, v), first)).append("\n");
            }
            text.append("} }\n");
        }
        return text.toString();
    }
}
