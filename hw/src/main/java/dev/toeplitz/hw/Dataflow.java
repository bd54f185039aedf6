package dev.toeplitz.hw;

import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import dev.toeplitz.terms.Require;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which loops lie on the array's rows and columns, which operand stays in the PEs, and how operands reach them. All
 * other loops run in time. A dataflow is defined by this alone, never by its name. A side without loops is a single PE
 * wide, whatever the grid.
 *
 * @param rows the loops that share the rows; likewise {@code cols}
 * @param stationary the operand that stays in the PEs for a fold
 * @param unsplit loops on the array of which no part lies there alone: a side has as many whole sets of them as fit, and
 *     PEs that are left over idle; where not even one fits, they are cut after all
 * @param bursts how steps in time are commanded; empty where they follow each other without regard to loops
 * @param within the loop whose neighbouring steps the MAC units of one PE work on together, so that the last of them idle where
 *     it does not divide; empty where they share steps of all loops in time
 * @param mostCycles of a fold's steps in time, where what feeds the array holds no more: a longer reduction is several folds
 */
public record Dataflow(
        String name,
        List<LoopSet> rows,
        List<LoopSet> cols,
        Operand stationary,
        Interconnect interconnect,
        List<LoopSet> unsplit,
        Optional<Bursts> bursts,
        Optional<LoopDim> within,
        OptionalInt mostCycles) {
    public static final Dataflow OUTPUT_STATIONARY = new Dataflow(
            "os", List.of(MatrixAxis.M), List.of(MatrixAxis.N), Operand.OUTPUT, new Interconnect.Systolic());
    public static final Dataflow WEIGHT_STATIONARY = new Dataflow(
            "ws", List.of(MatrixAxis.K), List.of(MatrixAxis.N), Operand.WEIGHT, new Interconnect.Systolic());
    public static final Dataflow INPUT_STATIONARY = new Dataflow(
            "is", List.of(MatrixAxis.K), List.of(MatrixAxis.M), Operand.INPUT, new Interconnect.Systolic());

    /** The dataflows that have a name of their own. */
    public static final List<Dataflow> NAMED = List.of(WEIGHT_STATIONARY, OUTPUT_STATIONARY, INPUT_STATIONARY);

    /** A dataflow whose loops may all be cut anywhere. */
    public Dataflow(
            String name, List<LoopSet> rows, List<LoopSet> cols, Operand stationary, Interconnect interconnect) {
        this(
                name,
                rows,
                cols,
                stationary,
                interconnect,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    public Dataflow {
        rows = List.copyOf(rows);
        cols = List.copyOf(cols);
        unsplit = List.copyOf(unsplit);
        for (LoopSet loop : unsplit) {
            Require.that(
                    rows.contains(loop) || cols.contains(loop),
                    "%s is unsplit and lies on neither side".formatted(loop),
                    "loops of `rows` or `cols`",
                    "name it there too, or leave it out");
        }
        mostCycles.ifPresent(cycles -> Require.positive("most_cycles", cycles));
        requireOnce(rows, cols);
        Require.that(
                !mixes(rows, cols),
                "rows %s and columns %s mix roles (M, N, K) with loops of the same role".formatted(rows, cols),
                "roles that do not overlap loops",
                "write all in loops, or all in roles");
    }

    /** The same loops in other bursts. */
    public Dataflow with(Bursts other) {
        return new Dataflow(
                name, rows, cols, stationary, interconnect, unsplit, Optional.of(other), within, mostCycles);
    }

    private static void requireOnce(List<LoopSet> rows, List<LoopSet> cols) {
        Set<LoopSet> seen = new HashSet<>();
        Stream.concat(rows.stream(), cols.stream())
                .forEach(set -> Require.that(
                        seen.add(set),
                        "%s lies on the array twice".formatted(set),
                        "each loop once, on rows or on columns",
                        "remove one of the two"));
    }

    /** A role and a loop on different sides may be the same loop twice; only one vocabulary at a time is safe. */
    private static boolean mixes(List<LoopSet> rows, List<LoopSet> cols) {
        boolean roles = rows.stream().anyMatch(MatrixAxis.class::isInstance)
                || cols.stream().anyMatch(MatrixAxis.class::isInstance);
        boolean loops = rows.stream().anyMatch(LoopDim.class::isInstance)
                || cols.stream().anyMatch(LoopDim.class::isInstance);
        return roles && loops;
    }

    /**
     * Whether an operand has to be in the PEs before a fold can begin. SCALE-Sim v2 (ISPASS 2020): with T steps in time on
     * R × C PEs a fold takes T + R + C − 2 cycles when outputs stay, and R more when an operand is shifted in first.
     */
    public boolean preloads() {
        return stationary != Operand.OUTPUT;
    }
}
