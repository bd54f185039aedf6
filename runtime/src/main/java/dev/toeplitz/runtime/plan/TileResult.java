package dev.toeplitz.runtime.plan;

import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.List;

/** What is done with a tile's finished sums, and where they go. */
final class TileResult {
    private final TileNest nest;
    private final TileShape shape;
    private final Task task;
    private final Tables tables;

    TileResult(TileNest nest, TileShape shape, Task task, Tables tables) {
        this.nest = nest;
        this.shape = shape;
        this.task = task;
        this.tables = tables;
    }

    /** Where the sum of a column and a vector is. */
    interface Sums {
        String made(int col, int vector);
    }

    String text(Sums sums) {
        int panels = Math.ceilDiv(nest.channel().extent(), shape.width());
        StringBuilder text = new StringBuilder();
        for (int v = 0; v < shape.vectors(); v++) {
            text.append("{ const int first = panel * %d + %d; "
                    .formatted(shape.width(), v * shape.lanes().lanes()));
            boolean whole = (long) nest.channel().extent() == (long) panels * shape.width();
            text.append(
                    whole ? "" : "if (first < %d) { ".formatted(nest.channel().extent()));
            for (int col = 0; col < shape.cols(); col++) {
                text.append(finished(sums, col, v)).append("\n");
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

    private String finished(Sums sums, int col, int v) {
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
