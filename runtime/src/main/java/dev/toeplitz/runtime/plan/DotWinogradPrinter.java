package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.kernels.Template;
import dev.toeplitz.runtime.plan.Launch.Argument;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fills the template of Winograd's algorithm on 8-bit integers in. */
final class DotWinogradPrinter {
    private final DotWinogradShape shape;
    private final WinogradLayer layer;
    private final Task task;
    private final Tables tables = new Tables();
    private final Map<String, String> places = new HashMap<>();

    DotWinogradPrinter(DotWinogradShape shape) {
        this.shape = shape;
        this.layer = shape.layer();
        this.task = layer.task();
    }

    Launch launch() {
        List<Argument> arguments = new ArrayList<>();
        arguments.add(Launch.plain(layer.input().operand()));
        arguments.add(task.zeroPoints().packed(layer.filter().operand(), shape.weights()));
        layer.others().forEach(access -> arguments.add(Launch.plain(access.operand())));
        places.put("zero_point", task.zeroPoint("in" + arguments.size()));
        task.zeroPoints().activations().ifPresent(value -> arguments.add(Launch.plain(value)));
        arguments.add(Launch.plain(task.result()));
        places.put("kernel", Tables.KERNEL);
        places.put("held", Held.word(task.type(task.result())));
        places.put("arguments", Launch.parameters(arguments, task));
        put("v_elements", (long) Winograd.TWO.products() * shape.vProduct());
        put("m_elements", (long) Winograd.TWO.products() * shape.mProduct());
        put("parts", shape.parts());
        put("block", shape.block());
        put("tiles", layer.tiles());
        put("panels", shape.panels());
        put("panels_in_part", shape.panelsInPart());
        input();
        multiply();
        output();
        long items = (long) shape.blocks() * shape.parts();
        return new Launch(tables.declarations() + Template.DOT_WINOGRAD.filled(places), arguments, items, true);
    }

    private void put(String place, long value) {
        places.put(place, String.valueOf(value));
    }

    private void input() {
        int perPicture = Math.multiplyExact(layer.tileRows(), layer.tileCols());
        places.put(
                "tile",
                "const int %s = tile / %d; const int row0 = tile / %d %% %d * 2; const int col0 = tile %% %d * 2;"
                        .formatted(
                                IndexPrinter.name(LoopDim.BATCH),
                                perPicture,
                                layer.tileCols(),
                                layer.tileRows(),
                                layer.tileCols()));
        put("row_padding", layer.padding(LoopDim.FILTER_ROW));
        put("col_padding", layer.padding(LoopDim.FILTER_COL));
        put("x_rows", layer.inputExtent(LoopDim.FILTER_ROW));
        put("x_cols", layer.inputExtent(LoopDim.FILTER_COL));
        put("channels", layer.channels());
        put("v_tile", shape.vTile());
        put("v_product", shape.vProduct());
        places.put(
                "patch",
                "%d + %s * %d + row0 * %d + col0 * %d + c"
                        .formatted(
                                layer.input().base(),
                                IndexPrinter.name(LoopDim.BATCH),
                                layer.input().stride(LoopDim.BATCH),
                                layer.input().stride(LoopDim.FILTER_ROW),
                                layer.input().stride(LoopDim.FILTER_COL)));
        places.put("column", each(this::load));
        places.put(
                "clipped_column",
                each(row -> "if ((uint)(x_row + %d) < %du) { %s }"
                        .formatted(row, layer.inputExtent(LoopDim.FILTER_ROW), load(row))));
    }

    private static String each(IntFunction<String> row) {
        return IntStream.range(0, Winograd.TWO.inputs()).mapToObj(row).collect(Collectors.joining(" "));
    }

    private String load(int row) {
        return "e%d = convert_short16(*(__global const %s16%s *)(in0 + at + %d + col * %d)) - zero_point;"
                .formatted(
                        row,
                        Held.word(task.type(layer.input().operand())),
                        Vector.ANYWHERE,
                        row * layer.input().stride(LoopDim.FILTER_ROW),
                        layer.input().stride(LoopDim.FILTER_COL));
    }

    private void multiply() {
        TileShape tile = shape.tile();
        PairSums sums = new PairSums(tile);
        put("cols", tile.cols());
        put("width", tile.width());
        put("pairs", shape.pairs());
        put("panel_elements", (long) shape.pairs() * sums.row());
        put("m_product", shape.mProduct());
        put("m_tile", shape.mTile());
        places.put("accumulators", sums.declarations());
        places.put(
                "products",
                sums.products(
                        v -> "*(__global const short16%s *)(w + pair * %d + %d)"
                                .formatted(Vector.ANYWHERE, sums.row(), sums.at(v)),
                        col -> "p + pair * %d + %d".formatted(PairSums.PAIR, col * shape.vTile()),
                        "__local"));
        StringBuilder stores = new StringBuilder();
        for (int col = 0; col < tile.cols(); col++) {
            for (int v = 0; v < tile.vectors(); v++) {
                stores.append("vstore8(%s, 0, to + %d); "
                        .formatted(PairSums.name(col, v), col * shape.mTile() + v * PairSums.LANES.lanes()));
            }
        }
        places.put("sums", stores.toString());
    }

    private void output() {
        put("filters", layer.filters());
        put("out_rows", layer.outRows());
        put("out_cols", layer.outCols());
        StringBuilder text = new StringBuilder();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < layer.others().size(); i++) {
            Access access = layer.others().get(i);
            DataType type = task.type(access.operand());
            String load = PairSums.LANES.gather(
                    "in" + (2 + i), access.address(List.of()), access.stride(LoopDim.OUT_CHANNEL), lastLane(), type);
            text.append("const %s o%d = %s; ".formatted(PairSums.LANES.type(type), i, load));
            others.add("o" + i);
        }
        String value = Epilogue.of(task)
                .value("ys[q]", others, Epilogue.printing(PairSums.LANES, LoopDim.OUT_CHANNEL, tables), text);
        places.put("epilogue", text.append(stored(value)).toString());
    }

    private String lastLane() {
        return layer.filters() % PairSums.LANES.lanes() == 0
                ? String.valueOf(PairSums.LANES.lanes())
                : "%d - out_channel".formatted(layer.filters() - 1);
    }

    /** All lanes, or those that exist where the channels end within the vector. */
    private String stored(String value) {
        Vector lanes = PairSums.LANES;
        String address = layer.output().address(List.of());
        DataType held = task.type(task.result());
        boolean integers = task.writesIntegers();
        int rest = layer.filters() % lanes.lanes();
        if (rest == 0) {
            return lanes.store(value, integers, "result", address, held);
        }
        String some = IntStream.range(0, rest)
                .mapToObj(lane -> "STORE(z.s%d, result, %s + %d); ".formatted(lane, address, lane))
                .collect(Collectors.joining());
        return "const %s z = %s; if (out_channel + %d <= %d) { %s } else { %s}"
                .formatted(
                        integers ? lanes.integers() : lanes.type(),
                        value,
                        lanes.lanes(),
                        layer.filters(),
                        lanes.store("z", integers, "result", address, held),
                        some);
    }
}
