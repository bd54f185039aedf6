package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.kernels.Template;
import dev.toeplitz.runtime.plan.Launch.Argument;
import dev.toeplitz.runtime.plan.Packing.Digit;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fills the template of tiles in with sums that take two products at a time. */
final class DotPrinter {
    private final DotNest nest;
    private final TileNest tile;
    private final TileShape shape;
    private final PairSums sums;
    private final TileItems items;
    private final Task task;
    private final Tables tables = new Tables();

    DotPrinter(DotWay way, Task task) {
        this.nest = way.nest();
        this.tile = nest.tile();
        this.shape = way.shape();
        this.sums = new PairSums(shape);
        this.items = new TileItems(tile, shape, way.division());
        this.task = task;
    }

    /** @param copy of the left operand */
    Launch launch(Argument copy) {
        List<Argument> arguments = new ArrayList<>();
        arguments.add(copy);
        Argument.Packed weights = task.zeroPoints().packed(tile.right().operand(), order());
        arguments.add(weights);
        tile.others().forEach(access -> arguments.add(Launch.plain(access.operand())));
        arguments.add(Launch.plain(task.result()));
        Map<String, String> places = new HashMap<>();
        long all = items.fill(places);
        places.put("kernel", Tables.KERNEL);
        places.put("held", Held.word(task.type(task.result())));
        places.put("arguments", Launch.parameters(arguments, task));
        places.put("accumulators", sums.declarations());
        places.put("outer", IndexPrinter.heads(nest.outer()));
        places.put("cases", body(weights.packing()));
        places.put("ends", "");
        places.put("epilogue", new TileResult(tile, shape, task, tables).text(PairSums::name));
        return new Launch(tables.declarations() + Template.TILE.filled(places), arguments, all, true);
    }

    private Packing order() {
        return new Packing(
                tile.right().base(),
                digits(tile.groups()),
                digits(List.of(tile.channel())).getFirst(),
                digits(nest.outer()),
                digits(nest.inner()),
                PairSums.PAIR,
                shape.width());
    }

    private List<Digit> digits(List<Loop> loops) {
        return loops.stream()
                .map(loop -> new Digit(loop.extent(), tile.right().stride(loop.dim())))
                .toList();
    }

    private String body(WeightOrder weights) {
        List<LoopDim> later = new ArrayList<>(List.of(tile.tiled().dim()));
        nest.inner().forEach(loop -> later.add(loop.dim()));
        long stride = tile.left().stride(tile.tiled().dim());
        int row = sums.row();
        String weight = Held.word(weights.held(task.type(tile.right().operand())));
        StringBuilder text = new StringBuilder("__global const short *restrict p = in0 + %s + start * %d; "
                .formatted(tile.left().address(later), stride));
        text.append("__global const %s *restrict w = in1 + (at_group * %d + panel) * %d%s; "
                .formatted(
                        weight,
                        items.panels(),
                        nest.pairs() * row,
                        IndexPrinter.rows(nest.outer(), nest.inPairs() * row)));
        text.append("for (int pair = 0; pair < %d; pair++) { ".formatted(nest.inPairs()));
        text.append(sums.products(
                v -> "convert_short16(*(__global const %s16%s *)(w + pair * %d + %d))"
                        .formatted(weight, Vector.ANYWHERE, row, sums.at(v)),
                col -> "p + pair * %d + %d".formatted(PairSums.PAIR, col * stride),
                "__global"));
        return text.append("}").toString();
    }
}
