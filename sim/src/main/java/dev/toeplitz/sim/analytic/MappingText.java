package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.mapping.Hold;
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
        Tiling tiling = cost.tiling();
        for (Work work : cost.layer().work()) {
            if (work instanceof MatrixWork matrix && isOf(matrix, tiling)) {
                Choice choice = Choice.of(new Geometry(matrix), accelerator.peArray(), tiling);
                return new MappingText(choice, accelerator, tiling).write();
            }
        }
        return "";
    }

    private static boolean isOf(MatrixWork matrix, Tiling tiling) {
        return matrix.contract().loops().list().stream()
                .allMatch(loop -> tiling.tile().getOrDefault(loop.dim(), Integer.MAX_VALUE) <= loop.extent());
    }

    private String write() {
        tileLoops();
        line("buffers: " + held());
        foldLoops();
        sides();
        timeLoops();
        depth = 0;
        List.of(Operand.values()).forEach(operand -> line("- " + reason(operand)));
        tiling.proof().ifPresent(proof -> line("- " + sentence(proof)));
        return text.toString();
    }

    private void tileLoops() {
        for (MatrixAxis role : choice.order().roles()) {
            for (int loop = 0; loop < nest.extents.length; loop++) {
                int trips = Math.ceilDiv(nest.extents[loop], choice.tile(loop));
                if (nest.roles[loop] == role && trips > 1) {
                    open("for %s in %d tiles of %d".formatted(name(loop), trips, choice.tile(loop)));
                }
            }
        }
    }

    /** Loops that begin a new fold: those off the array that move what stays, and what does not fit the array at once. */
    private void foldLoops() {
        for (int loop = 0; loop < nest.extents.length; loop++) {
            boolean inTurn = !nest.onRows[loop] && !nest.onCols[loop] && !nest.inTime[loop];
            if (inTurn && choice.tile(loop) > 1) {
                open("for %s in %d".formatted(name(loop), choice.tile(loop)));
            }
        }
        folds("rows", nest.onRows, nest.rowsOf);
        folds("columns", nest.onCols, nest.colsOf);
    }

    /**
     * @param shares PEs along the side that loops of a role have
     */
    private void folds(String side, boolean[] on, int[] shares) {
        long folds = 1;
        for (MatrixAxis role : MatrixAxis.values()) {
            folds *= Math.ceilDiv(points(on, role), (long) shares[role.ordinal()]);
        }
        if (folds > 1) {
            open("for fold over %s in %d".formatted(side, folds));
        }
    }

    private void sides() {
        side("rows", nest.onRows, nest.rowsOf, accelerator.peArray().rows());
        side("columns", nest.onCols, nest.colsOf, accelerator.peArray().cols());
    }

    private void side(String side, boolean[] on, int[] shares, int pes) {
        long used = 1;
        for (MatrixAxis role : MatrixAxis.values()) {
            used *= Math.min(points(on, role), shares[role.ordinal()]);
        }
        if (used > 1) {
            open("parallel %s over %d of %d %s".formatted(names(on), used, pes, side));
        }
    }

    private void timeLoops() {
        for (int loop = 0; loop < nest.extents.length; loop++) {
            if (nest.inTime[loop] && choice.tile(loop) > 1) {
                open("for %s in %d    # in time, %s stays"
                        .formatted(
                                name(loop),
                                choice.tile(loop),
                                lower(accelerator.peArray().dataflow().stationary())));
            }
        }
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

    private long points(boolean[] on, MatrixAxis role) {
        long points = 1;
        for (int loop = 0; loop < on.length; loop++) {
            points *= on[loop] && nest.roles[loop] == role ? choice.tile(loop) : 1;
        }
        return points;
    }

    private String names(boolean[] on) {
        List<String> names = new ArrayList<>();
        for (int loop = 0; loop < on.length; loop++) {
            if (on[loop] && choice.tile(loop) > 1) {
                names.add(name(loop));
            }
        }
        return String.join(" × ", names);
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

    private void open(String head) {
        line(head);
        depth++;
    }

    private void line(String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }
}
