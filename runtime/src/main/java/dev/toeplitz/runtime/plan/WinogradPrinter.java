package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Winograd;
import dev.toeplitz.kernels.Template;
import dev.toeplitz.runtime.plan.Launch.Argument;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Launches of Winograd's algorithm: one, or one for each phase. What the phases do is {@link WinogradPhases}'. */
final class WinogradPrinter {
    private static final int INPUT = 1;
    private static final int MULTIPLY = 2;
    private static final int OUTPUT = 4;

    private final WinogradLayer layer;
    private final Winograd form;
    private final WinogradShape shape;

    WinogradPrinter(WinogradShape shape) {
        this.layer = shape.layer();
        this.form = layer.form();
        this.shape = shape;
    }

    /** A kernel's parameters, and what is bound to them. */
    private static final class Parameters {
        private final List<String> declared = new ArrayList<>();
        private final List<Argument> bound = new ArrayList<>();

        Parameters reads(String name, Argument argument) {
            return with("__global const float *restrict " + name, argument);
        }

        Parameters writes(String name, Argument argument) {
            return with("__global float *restrict " + name, argument);
        }

        private Parameters with(String declaration, Argument argument) {
            declared.add(declaration);
            bound.add(argument);
            return this;
        }
    }

    List<Launch> launches() {
        return shape.fused() ? List.of(whole()) : List.of(input(), multiply(), output());
    }

    private Launch whole() {
        Parameters parameters = new Parameters().reads("x", x()).reads("u", u());
        others(parameters).writes("result", result());
        String scratch = "__local float v[%d]; __local float m[%d];".formatted(shape.vElements(), shape.mElements());
        String decode = constants("part", "item %% %d", shape.parts())
                + constants("from", "item / %d * %d", shape.parts(), shape.block())
                + constants("count", "min(%d, %d - from)", shape.block(), layer.tiles())
                + constants(
                        "rows",
                        "(count + %1$d) / %2$d * %2$d",
                        shape.tile().cols() - 1,
                        shape.tile().cols())
                + constants("base", "from")
                + panels()
                + constants("panel_base", "first_panel")
                + constants("first_product", "0")
                + constants("last_product", "%d", form.products());
        return launch(parameters, scratch, decode, INPUT | MULTIPLY | OUTPUT, (long) shape.blocks() * shape.parts());
    }

    private Launch input() {
        Parameters parameters = new Parameters().reads("x", x()).writes("v", v());
        return launch(parameters, "", blocks() + constants("rows", "count"), INPUT, shape.blocks());
    }

    private Launch multiply() {
        Parameters parameters = new Parameters().reads("v", v()).reads("u", u()).writes("m", m());
        String decode = constants("part", "item %% %d", shape.parts())
                + constants("first_product", "item / %d", shape.parts())
                + constants("last_product", "first_product + 1")
                + constants("rows", "%d", layer.tiles())
                + constants("panel_base", "0")
                + panels();
        return launch(parameters, "", decode, MULTIPLY, (long) form.products() * shape.parts());
    }

    private Launch output() {
        Parameters parameters = new Parameters().reads("m", m());
        others(parameters).writes("result", result());
        String decode = blocks()
                + constants("first_panel", "0")
                + constants("last_panel", "%d", shape.panels())
                + constants("panel_base", "0");
        return launch(parameters, "", decode, OUTPUT, shape.blocks());
    }

    private String blocks() {
        return constants("from", "item * %d", shape.block())
                + constants("count", "min(%d, %d - from)", shape.block(), layer.tiles())
                + constants("base", "0");
    }

    private String panels() {
        return constants("first_panel", "part * %d", shape.panelsInPart())
                + constants("last_panel", "min(first_panel + %d, %d)", shape.panelsInPart(), shape.panels());
    }

    private static String constants(String name, String value, Object... arguments) {
        return "const int %s = %s; ".formatted(name, value.formatted(arguments));
    }

    private Argument x() {
        return Launch.plain(layer.input().operand());
    }

    private Argument u() {
        return new Argument.Packed(
                layer.filter().operand(), layer.weights(shape.tile().width()));
    }

    private Argument v() {
        return new Argument.Scratch(
                layer.task().made(),
                0,
                shape.vElements(),
                layer.task().options().storage());
    }

    private Argument m() {
        return new Argument.Scratch(
                layer.task().made(),
                1,
                shape.mElements(),
                layer.task().options().storage());
    }

    private Argument result() {
        return Launch.plain(layer.task().result());
    }

    private Parameters others(Parameters parameters) {
        for (int i = 0; i < layer.others().size(); i++) {
            parameters.reads("y" + i, Launch.plain(layer.others().get(i).operand()));
        }
        return parameters;
    }

    private Launch launch(Parameters parameters, String scratch, String decode, int phases, long items) {
        Tables tables = new Tables();
        Map<String, String> places = new HashMap<>(new WinogradPhases(shape, tables).places());
        places.put("kernel", Tables.KERNEL);
        places.put("arguments", String.join(", ", parameters.declared));
        places.put("scratch", scratch);
        places.put("decode", decode);
        places.put("phases", String.valueOf(phases));
        places.put("tile", tile());
        return new Launch(tables.declarations() + Template.WINOGRAD.filled(places), parameters.bound, items, true);
    }

    /** The indices of a tile's picture and first output. */
    private String tile() {
        return constants(
                        IndexPrinter.name(LoopDim.BATCH),
                        "tile / %d",
                        Math.multiplyExact(layer.tileRows(), layer.tileCols()))
                + constants("row0", "tile / %d %% %d * %d", layer.tileCols(), layer.tileRows(), form.outputs())
                + constants("col0", "tile %% %d * %d", layer.tileCols(), form.outputs());
    }
}
