package dev.toeplitz.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A kernel for a kind of step, with places for what differs from step to step: index arithmetic, loops, an expression. The
 * general ones run every step of their kind; {@link #ROWS}, {@link #TILE} and {@link #WINOGRAD} are for CPUs, {@link #BLOCK} and
 * {@link #GEMV} for GPUs.
 *
 * @param places what has to be filled in, each standing as {@code $place$} in the source
 */
public record Template(String kernel, List<String> places) {
    public static final Template CONTRACT = new Template(
            "contract",
            List.of(
                    "kernel",
                    "held",
                    "type",
                    "sum",
                    "arguments",
                    "decode",
                    "loops",
                    "solve",
                    "inside",
                    "epilogue",
                    "result",
                    "value"));
    public static final Template POINTWISE =
            new Template("pointwise", List.of("kernel", "held", "arguments", "decode", "epilogue", "result", "value"));
    public static final Template REDUCE = new Template(
            "reduce",
            List.of(
                    "kernel",
                    "held",
                    "type",
                    "arguments",
                    "decode",
                    "identity",
                    "loops",
                    "inside",
                    "operand",
                    "fold",
                    "finish",
                    "epilogue",
                    "result",
                    "value"));
    public static final Template MOVE =
            new Template("move", List.of("kernel", "held", "read", "decode", "result", "inside", "source", "fill"));
    public static final Template FILL = new Template("fill", List.of("kernel", "held", "decode", "result", "fill"));
    /** Vectors along a loop of the result. */
    public static final Template ROWS = new Template(
            "rows",
            List.of(
                    "kernel",
                    "held",
                    "arguments",
                    "decode",
                    "heads",
                    "first",
                    "last",
                    "lanes",
                    "along",
                    "start",
                    "before",
                    "loops",
                    "body",
                    "ends",
                    "after",
                    "store"));
    /** A tile of the result in registers. */
    public static final Template TILE = new Template(
            "tile",
            List.of(
                    "kernel",
                    "held",
                    "arguments",
                    "decode",
                    "first",
                    "last",
                    "start",
                    "accumulators",
                    "outer",
                    "cases",
                    "ends",
                    "epilogue"));

    /** A block of the result for each work-group, from local memory. */
    public static final Template BLOCK = new Template(
            "block",
            List.of(
                    "kernel",
                    "arguments",
                    "items",
                    "left_elements",
                    "right_elements",
                    "decode",
                    "item_cols",
                    "before",
                    "accumulators",
                    "reduction",
                    "deep",
                    "stage",
                    "multiply",
                    "epilogue"));
    /** A matrix times few vectors, each sum shared out. */
    public static final Template GEMV = new Template(
            "gemv",
            List.of(
                    "kernel",
                    "arguments",
                    "items",
                    "rows",
                    "decode",
                    "col",
                    "slice",
                    "cols",
                    "slices",
                    "clamped",
                    "sums",
                    "lanes",
                    "reduction",
                    "point",
                    "add",
                    "share",
                    "epilogue"));

    /** A convolution in fewer products. */
    public static final Template WINOGRAD = new Template(
            "winograd",
            List.of(
                    "kernel",
                    "arguments",
                    "scratch",
                    "decode",
                    "phases",
                    "last",
                    "tile",
                    "row_padding",
                    "col_padding",
                    "last_row",
                    "last_col",
                    "channels",
                    "in_lanes",
                    "patch",
                    "v_tile",
                    "in_type",
                    "inputs",
                    "zeros",
                    "column",
                    "x_cols",
                    "clipped_column",
                    "down",
                    "along",
                    "cols",
                    "accumulators",
                    "space",
                    "v_product",
                    "panels",
                    "panel_elements",
                    "products",
                    "m_product",
                    "m_tile",
                    "width",
                    "sums",
                    "filters",
                    "lanes",
                    "type",
                    "outputs",
                    "back_down",
                    "back_along",
                    "out_rows",
                    "out_cols",
                    "epilogue"));

    /** A convolution of 8-bit integers in fewer products, exactly. */
    public static final Template DOT_WINOGRAD = new Template(
            "dot_winograd",
            List.of(
                    "kernel",
                    "held",
                    "arguments",
                    "zero_point",
                    "v_elements",
                    "m_elements",
                    "parts",
                    "block",
                    "tiles",
                    "cols",
                    "panels_in_part",
                    "panels",
                    "tile",
                    "row_padding",
                    "col_padding",
                    "x_rows",
                    "x_cols",
                    "channels",
                    "patch",
                    "v_tile",
                    "v_product",
                    "column",
                    "clipped_column",
                    "accumulators",
                    "panel_elements",
                    "pairs",
                    "products",
                    "m_product",
                    "m_tile",
                    "width",
                    "sums",
                    "filters",
                    "out_rows",
                    "out_cols",
                    "epilogue"));
    /** A tile's right operand brought into the order in which it is read. */
    public static final Template PACK = new Template(
            "pack", List.of("kernel", "panels", "decode", "elements", "width", "extent", "heads", "from", "stride"));
    /** 8-bit integers as 16-bit ones, with their padding. */
    public static final Template PAD = new Template(
            "pad",
            List.of(
                    "kernel",
                    "arguments",
                    "zero_point",
                    "read",
                    "each",
                    "lines",
                    "decode",
                    "length",
                    "inside",
                    "start",
                    "count",
                    "rest",
                    "from",
                    "apart"));
    /** 8-bit integers as single-precision numbers. */
    public static final Template WIDEN = new Template("widen", List.of("kernel", "read"));
    /** What all of these say of memory, for numbers stored in single precision. */
    public static final Template SINGLE = new Template("single", List.of());
    /** The same for numbers stored in half precision. */
    public static final Template HALF = new Template("half", List.of());

    /** What programs with quantised numbers need besides: single operations correctly rounded, on every device. */
    public static final Template ROUNDED = new Template("rounded", List.of());

    /** What kernels that read or write vectors of 8-bit integers need besides. */
    public static final Template ANYWHERE = new Template("anywhere", List.of());
    /** What programs with sums of 8-bit integers need besides: products of pairs. */
    public static final Template PAIRS = new Template("pairs", List.of());

    /** Fused multiply-adds and nothing else. */
    public static final Template FMA_PEAK = new Template("fma_peak", List.of("kernel", "vector", "steps"));
    /** Copying and nothing else. */
    public static final Template COPY_PEAK = new Template("copy_peak", List.of("kernel", "vector", "each"));

    /** All templates. */
    public static final List<Template> ALL = List.of(
            CONTRACT,
            POINTWISE,
            REDUCE,
            MOVE,
            FILL,
            ROWS,
            TILE,
            PACK,
            BLOCK,
            GEMV,
            WINOGRAD,
            DOT_WINOGRAD,
            WIDEN,
            PAD,
            SINGLE,
            HALF,
            ROUNDED,
            ANYWHERE,
            PAIRS,
            FMA_PEAK,
            COPY_PEAK);

    public Template {
        places = List.copyOf(places);
    }

    /** OpenCL C with every place filled in, without the comment at its head. */
    public String filled(Map<String, String> values) {
        String source =
                text().lines().dropWhile(line -> line.startsWith("//")).collect(Collectors.joining("\n", "", "\n"));
        for (String place : places) {
            source = source.replace("$" + place + "$", values.get(place));
        }
        return source;
    }

    /** The source with its places open. */
    public String text() {
        try (InputStream in = Template.class.getResourceAsStream(kernel + ".cl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
