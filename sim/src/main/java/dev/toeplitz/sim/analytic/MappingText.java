package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.mapping.Hold;
import dev.toeplitz.sim.mapping.LoopNest.Level;
import dev.toeplitz.sim.mapping.LoopNest.Loop;
import dev.toeplitz.sim.mapping.Proof;
import dev.toeplitz.sim.mapping.Tiling;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A layer's mapping for people: as a loop nest from DRAM to the PEs, and in sentences that say why bytes move. */
public final class MappingText {
    private final Choice choice;
    private final Nest nest;
    private final Accelerator accelerator;
    private final Tiling tiling;
    private final StringBuilder text = new StringBuilder();
    private int depth;

    private MappingText(Choice choice, Accelerator accelerator, Tiling tiling) {
        this.choice = choice;
        this.nest = choice.nest();
        this.accelerator = accelerator;
        this.tiling = tiling;
    }

    /** Loop nest, reasons and proof; empty for a layer that does not run on the array. */
    public static String of(LayerCost cost, Accelerator accelerator) {
        return LoopNests.choice(cost, accelerator)
                .map(choice -> new MappingText(choice, accelerator, cost.tiling()).write())
                .orElse("");
    }

    /** Why bytes move as often as they do, and the proof; none for a layer that does not run on the array. */
    public static List<String> reasons(LayerCost cost, Accelerator accelerator) {
        return LoopNests.choice(cost, accelerator)
                .map(choice -> new MappingText(choice, accelerator, cost.tiling()).reasons())
                .orElse(List.of());
    }

    private String write() {
        List<Loop> loops = LoopNests.of(choice, accelerator.peArray()).loops();
        loops.stream().filter(loop -> loop.level() == Level.TILE).forEach(this::open);
        line("buffers: " + held());
        loops.stream().filter(loop -> loop.level() != Level.TILE).forEach(this::open);
        depth = 0;
        reasons().forEach(reason -> line("- " + reason));
        return text.toString();
    }

    private List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        List.of(Operand.values()).forEach(operand -> reasons.add(reason(operand)));
        tiling.proof().ifPresent(proof -> reasons.add(sentence(proof)));
        return reasons;
    }

    private void open(Loop loop) {
        String dims = String.join(" × ", loop.dims());
        line(
                switch (loop.level()) {
                    case TILE -> "for %s in %d tiles of %d".formatted(dims, loop.trips(), loop.of());
                    case FOLD -> "for %s in %d".formatted(dims, loop.trips());
                    case ROW_FOLD -> "for fold over rows in %d".formatted(loop.trips());
                    case COLUMN_FOLD -> "for fold over columns in %d".formatted(loop.trips());
                    case ROWS -> "parallel %s over %d of %d rows".formatted(dims, loop.trips(), loop.of());
                    case COLUMNS -> "parallel %s over %d of %d columns".formatted(dims, loop.trips(), loop.of());
                    case TIME ->
                        "for %s in %d    # in time, %s stays"
                                .formatted(
                                        dims,
                                        loop.trips(),
                                        lower(accelerator.peArray().dataflow().stationary()));
                });
        depth++;
    }

    private String held() {
        return List.of(Operand.values()).stream()
                .map(operand -> "%s %s"
                        .formatted(lower(operand), lower(choice.hold(operand)).replace("whole", "all of it")))
                .collect(Collectors.joining(", "));
    }

    /** Why an operand is moved as often as it is. */
    private String reason(Operand operand) {
        MatrixAxis still = Choice.still(operand);
        long fetches = choice.fetches(operand);
        String what = operand == Operand.OUTPUT ? "partial sums" : lower(operand);
        Buffer buffer = accelerator.buffer(operand);
        String place = operand == Operand.OUTPUT && accelerator.accumulators().present()
                ? "the accumulators"
                : "'%s'".formatted(buffer.name());
        if (fetches > 1) {
            return "%s: %s %d×, because the %d tiles along %s run outside loops that move it, and %s holds %,d elements of it; %,d would do"
                    .formatted(
                            what,
                            operand == Operand.OUTPUT ? "worked on" : "fetched",
                            fetches,
                            choice.cut(still).trips,
                            loopsOf(still),
                            place,
                            choice.held(operand),
                            stripElements(operand));
        }
        if (operand == Operand.OUTPUT) {
            return "partial sums: never leave the chip; %s holds %,d".formatted(place, choice.held(operand));
        }
        long once = whole(operand);
        long summed = choice.summed(operand);
        String shared =
                summed > once ? "; tiles overlap, so %,d elements are loaded for %,d".formatted(summed, once) : "";
        return "%s: loaded once%s; %s holds %,d elements of it".formatted(what, shared, place, choice.held(operand));
    }

    /** Elements of the strip that would spare the operand its second fetch. */
    private long stripElements(Operand operand) {
        return choice.with(operand, Hold.STRIP).held(operand);
    }

    private long whole(Operand operand) {
        return choice.with(operand, Hold.WHOLE).summed(operand);
    }

    private static String sentence(Proof proof) {
        return ("proof: of %,d mappings none has lower %s than %,.0f; %,d were worked out, %,d are no better cuts, %,d"
                        + " do not fit, %,d cannot be better by a bound, %,d differ in nothing")
                .formatted(
                        proof.points(),
                        proof.objective(),
                        proof.optimum(),
                        proof.visited(),
                        proof.dominated(),
                        proof.unfit(),
                        proof.bounded(),
                        proof.equal());
    }

    private String loopsOf(MatrixAxis role) {
        List<String> names = new ArrayList<>();
        for (int loop = 0; loop < nest.extents.length; loop++) {
            if (nest.roles[loop] == role && choice.tile(loop) < nest.extents[loop]) {
                names.add(name(loop));
            }
        }
        return "%s (%s)".formatted(role, String.join(", ", names));
    }

    private String name(int loop) {
        return lower(nest.geometry.dims[loop]);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void line(String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }
}
