package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < form.products(); i++) {
            names.append(i == 0 ? "" : ", ")
                    .append(patch(i / form.inputs(), i % form.inputs()));
        }
        places.put("patches", "%s %s;".formatted(shape.in().type(), names));
        places.put("down_whole", down(false));
        places.put("down_clipped", down(true));
        places.put("along", along());
    }

    private long rowStride() {
        return layer.input().stride(LoopDim.FILTER_ROW);
    }

    private long colStride() {
        return layer.input().stride(LoopDim.FILTER_COL);
    }

    private static String patch(int row, int col) {
        return "d%d_%d".formatted(row, col);
    }

    /** Bᵀ d, a column of the patch after the other; what of it is in padding is 0. */
    private String down(boolean clipped) {
        StringBuilder text = new StringBuilder();
        for (int col = 0; col < form.inputs(); col++) {
            text.append("{ ");
            for (int row = 0; row < form.inputs(); row++) {
                String load = shape.in().load("x", "at + %d".formatted(row * rowStride() + col * colStride()));
                String inside = "(uint)(x_row + %d) < %du && (uint)(x_col + %d) < %du"
                        .formatted(
                                row,
                                layer.inputExtent(LoopDim.FILTER_ROW),
                                col,
                                layer.inputExtent(LoopDim.FILTER_COL));
                text.append("%1$s e%2$d = 0.0f; %4$s{ e%2$d = %3$s; } "
                        .formatted(shape.in().type(), row, load, clipped ? "if (" + inside + ") " : ""));
            }
            int at = col;
            text.append(new TransformPrinter(form.input(), shape.in()).print(row -> "e" + row, row -> patch(row, at)));
            text.append("}\n");
        }
        return text.toString();
    }

    /** (Bᵀ d) B, a row after the other. */
    private String along() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < form.inputs(); row++) {
            StringBuilder results = new StringBuilder();
            StringBuilder stores = new StringBuilder();
            for (int col = 0; col < form.inputs(); col++) {
                results.append(col == 0 ? "" : ", ").append("e" + col);
                stores.append(shape.in()
                                .store("e" + col, "v", "to + %d".formatted((row * form.inputs() + col) * shape.vProduct())))
                        .append(" ");
            }
            int at = row;
            text.append("{ %s %s; ".formatted(shape.in().type(), results))
                    .append(new TransformPrinter(form.input(), shape.in()).print(col -> patch(at, col), col -> "e" + col))
                    .append(stores)
                    .append("}\n");
        }
        return text.toString();
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
            String row = tile.lanes().load("w", "c * %d + %d".formatted(tile.width(), v * tile.lanes().lanes()));
            products.append("const %s w%d = %s; ".formatted(tile.lanes().type(), v, row));
        }
        for (int col = 0; col < tile.cols(); col++) {
            products.append("{ const %s e = p[c + %d]; ".formatted(tile.lanes().type(), (long) col * shape.vTile()));
            for (int v = 0; v < tile.vectors(); v++) {
                String name = "a%d_%d".formatted(col, v);
                accumulators.append("%s %s = 0.0f; ".formatted(tile.lanes().type(), name));
                products.append("%1$s = fma(e, w%2$d, %1$s); ".formatted(name, v));
                sums.append(tile.lanes()
                        .store(name, "to", "%d".formatted((long) col * shape.mTile() + v * tile.lanes().lanes())));
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
        places.put("finished", finished());
        places.put("epilogue", epilogue());
    }

    /** Aᵀ m A, first down the columns, then along the rows; the results in an array. */
    private String finished() {
        String type = shape.out().type();
        int outputs = form.outputs();
        StringBuilder text = new StringBuilder("%s ys[%d]; ".formatted(type, outputs * outputs));
        for (int col = 0; col < form.inputs(); col++) {
            for (int row = 0; row < outputs; row++) {
                text.append("%s %s; ".formatted(type, patch(row, col)));
            }
            text.append("{ ");
            for (int row = 0; row < form.inputs(); row++) {
                long product = (row * form.inputs() + col) * shape.mProduct();
                text.append("const %s e%d = %s; "
                        .formatted(type, row, shape.out().load("m", "at + " + product)));
            }
            int at = col;
            text.append(new TransformPrinter(form.output(), shape.out()).print(row -> "e" + row, row -> patch(row, at)))
                    .append("}\n");
        }
        for (int row = 0; row < outputs; row++) {
            int at = row;
            text.append(new TransformPrinter(form.output(), shape.out())
                    .print(col -> patch(at, col), col -> "ys[%d]".formatted(at * outputs + col)));
        }
        return text.toString();
    }

    private String epilogue() {
        StringBuilder text = new StringBuilder();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < layer.others().size(); i++) {
            Access access = layer.others().get(i);
            String load = shape.out().gather("y" + i, access.address(List.of()), access.stride(LoopDim.OUT_CHANNEL));
            text.append("const %s o%d = %s; ".formatted(shape.out().type(), i, load));
            others.add("o" + i);
        }
        String value = Epilogue.of(layer.task())
                .value(
                        "ys[q]",
                        others,
                        Epilogue.printing(shape.out(), LoopDim.OUT_CHANNEL, tables),
                        text);
        return text.append(stored(value)).toString();
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
                        shape.out().type(), value, lanes, layer.filters(), shape.out().store("z", "result", address), some);
    }
}
