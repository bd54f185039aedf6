package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the three phases of Winograd's algorithm do, for the template's places. */
final class WinogradPhases {
    private final WinogradLayer layer;
    private final WinogradShape shape;
    private final Winograd form;
    private final Tables tables;
    private final Map<String, String> places = new HashMap<>();

    WinogradPhases(WinogradShape shape, Tables tables) {
        this.layer = shape.layer();
        this.shape = shape;
        this.form = layer.form();
        this.tables = tables;
    }

    Map<String, String> places() {
        input();
        multiply();
        output();
        return places;
    }

    private void put(String place, long value) {
        places.put(place, String.valueOf(value));
    }

    private void input() {
        put("last", layer.tiles() - 1);
        put("row_padding", layer.padding(LoopDim.FILTER_ROW));
        put("col_padding", layer.padding(LoopDim.FILTER_COL));
        put("last_row", layer.inputExtent(LoopDim.FILTER_ROW) - form.inputs());
        put("last_col", layer.inputExtent(LoopDim.FILTER_COL) - form.inputs());
        put("channels", layer.channels());
        put("in_lanes", shape.in().lanes());
        put("v_tile", shape.vTile());
        put("v_product", shape.vProduct());
        places.put(
                "patch",
                "%d + %s * %d + row0 * %d + col0 * %d + c"
                        .formatted(
                                layer.input().base(),
                                IndexPrinter.name(LoopDim.BATCH),
                                layer.input().stride(LoopDim.BATCH),
                                rowStride(),
                                colStride()));
        put("inputs", form.inputs());
        put("x_cols", layer.inputExtent(LoopDim.FILTER_COL));
        places.put("in_type", shape.in().type());
        places.put("zeros", joined(form.inputs(), i -> "e%d = 0.0f".formatted(i), ", "));
        places.put("column", joined(form.inputs(), this::load, " "));
        places.put("clipped_column", joined(form.inputs(), this::clippedLoad, " "));
        TransformPrinter transform = new TransformPrinter(form.input(), shape.in());
        places.put("down", transform.print(row -> "e" + row, row -> "d[%d + col]".formatted(row * form.inputs())));
        places.put("along", along(transform));
    }

    private static String joined(int count, IntFunction<String> each, String separator) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(separator));
    }

    private long rowStride() {
        return layer.input().stride(LoopDim.FILTER_ROW);
    }

    private long colStride() {
        return layer.input().stride(LoopDim.FILTER_COL);
    }

    private String load(int row) {
        return "e%d = %s;"
                .formatted(row, shape.in().load("x", "at + %d + col * %d".formatted(row * rowStride(), colStride())));
    }

    /** What is in padding stays 0. */
    private String clippedLoad(int row) {
        return "if ((uint)(x_row + %d) < %du) { %s }".formatted(row, layer.inputExtent(LoopDim.FILTER_ROW), load(row));
    }

    private String along(TransformPrinter transform) {
        String results = "%s %s; ".formatted(shape.in().type(), joined(form.inputs(), i -> "f" + i, ", "));
        String stores = joined(
                form.inputs(),
                col -> shape.in()
                        .store(
                                "f" + col,
                                "v",
                                "to + row * %d + %d"
                                        .formatted(form.inputs() * shape.vProduct(), col * shape.vProduct())),
                " ");
        return results
                + transform.print(col -> "d[row * %d + %d]".formatted(form.inputs(), col), col -> "f" + col)
                + stores;
    }

    private void multiply() {
        TileShape tile = shape.tile();
        put("cols", tile.cols());
        put("panels", shape.panels());
        put("panel_elements", (long) layer.channels() * tile.width());
        put("m_product", shape.mProduct());
        put("m_tile", shape.mTile());
        put("width", tile.width());
        places.put("space", shape.fused() ? "__local" : "__global");
        StringBuilder accumulators = new StringBuilder();
        StringBuilder products = new StringBuilder();
        StringBuilder sums = new StringBuilder();
        for (int v = 0; v < tile.vectors(); v++) {
            String row = tile.lanes()
                    .load(
                            "w",
                            "c * %d + %d"
                                    .formatted(tile.width(), v * tile.lanes().lanes()));
            products.append("const %s w%d = %s; ".formatted(tile.lanes().type(), v, row));
        }
        for (int col = 0; col < tile.cols(); col++) {
            products.append("{ const %s e = p[c + %d]; ".formatted(tile.lanes().type(), (long) col * shape.vTile()));
            for (int v = 0; v < tile.vectors(); v++) {
                String name = "a%d_%d".formatted(col, v);
                accumulators.append("%s %s = 0.0f; ".formatted(tile.lanes().type(), name));
                products.append("%1$s = fma(e, w%2$d, %1$s); ".formatted(name, v));
                sums.append(tile.lanes()
                        .store(
                                name,
                                "to",
                                "%d"
                                        .formatted((long) col * shape.mTile()
                                                + v * tile.lanes().lanes())));
            }
            products.append("}\n");
        }
        places.put("accumulators", accumulators.toString());
        places.put("products", products.toString());
        places.put("sums", sums.toString());
    }

    private void output() {
        put("filters", layer.filters());
        put("lanes", shape.out().lanes());
        put("outputs", form.outputs());
        put("out_rows", layer.outRows());
        put("out_cols", layer.outCols());
        places.put("type", shape.out().type());
        TransformPrinter transform = new TransformPrinter(form.output(), shape.out());
        String loads = joined(
                form.inputs(),
                row -> "const %s e%d = %s;"
                        .formatted(
                                shape.out().type(),
                                row,
                                shape.out()
                                        .load(
                                                "m",
                                                "at + %d + col * %d"
                                                        .formatted(
                                                                row * form.inputs() * shape.mProduct(),
                                                                shape.mProduct()))),
                " ");
        places.put(
                "back_down",
                loads + transform.print(row -> "e" + row, row -> "s[%d + col]".formatted(row * form.inputs())));
        places.put(
                "back_along",
                transform.print(
                        col -> "s[row * %d + %d]".formatted(form.inputs(), col),
                        col -> "ys[row * %d + %d]".formatted(form.outputs(), col)));
        places.put("epilogue", epilogue());
    }

    private String epilogue() {
        StringBuilder text = new StringBuilder();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < layer.others().size(); i++) {
            Access access = layer.others().get(i);
            String load = shape.out()
                    .gather("y" + i, access.address(List.of()), access.stride(LoopDim.OUT_CHANNEL), lastLane());
            text.append("const %s o%d = %s; ".formatted(shape.out().type(), i, load));
            others.add("o" + i);
        }
        String value = Epilogue.of(layer.task())
                .value("ys[q]", others, Epilogue.printing(shape.out(), LoopDim.OUT_CHANNEL, tables), text);
        return text.append(stored(value)).toString();
    }

    private String lastLane() {
        return layer.filters() % shape.out().lanes() == 0
                ? String.valueOf(shape.out().lanes())
                : "%d - out_channel".formatted(layer.filters() - 1);
    }

    /** All lanes, or those that exist where the channels end within the vector. */
    private String stored(String value) {
        String address = layer.output().address(List.of());
        int lanes = shape.out().lanes();
        int rest = layer.filters() % lanes;
        if (rest == 0) {
            return shape.out().store(value, "result", address);
        }
        StringBuilder some = new StringBuilder();
        for (int lane = 0; lane < rest; lane++) {
            some.append("result[%s + %d] = z.s%s; ".formatted(address, lane, Integer.toHexString(lane)));
        }
        return "const %s z = %s; if (out_channel + %d <= %d) { %s } else { %s}"
                .formatted(
                        shape.out().type(),
                        value,
                        lanes,
                        layer.filters(),
                        shape.out().store("z", "result", address),
                        some);
    }
}
