package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbours in a row of a result finished and stored: as a vector where they are neighbours along one loop, else one by one.
 * Names the loops of its row by {@code at_row}'s.
 */
final class BlockResult {
    private final Task task;
    private final List<Loop> loops;
    private final Access out;
    private final List<Access> others;
    private final Vector given;
    private final Vector vector;
    private final Tables tables;
    private final long extent;
    private final LoopDim along;

    /**
     * @param cols the loops of a row, and the addresses of the result and of what the epilogue reads
     * @param given the vector in which sums come
     */
    BlockResult(Task task, Nest cols, Vector given, Tables tables) {
        this.task = task;
        this.loops = cols.loops();
        this.out = cols.accesses().getFirst();
        this.others = cols.accesses().subList(1, cols.accesses().size());
        this.given = given;
        this.tables = tables;
        this.extent = GeneralCandidate.points(loops);
        this.along = loops.isEmpty() ? LoopDim.TIME : loops.getLast().dim();
        boolean together =
                loops.size() == 1 || !loops.isEmpty() && loops.getLast().extent() % given.lanes() == 0;
        this.vector = together ? given : Vector.ONE;
    }

    /**
     * Statements that store a vector of sums.
     *
     * @param sums its name
     * @param first an expression of its first column
     */
    String finished(String sums, String first) {
        if (vector.equals(given)) {
            return stored(sums, first);
        }
        StringBuilder text = new StringBuilder();
        for (int lane = 0; lane < given.lanes(); lane++) {
            text.append(stored(sums + ".s" + lane, first + " + " + lane)).append("\n");
        }
        return text.toString();
    }

    private String stored(String sums, String first) {
        StringBuilder text = new StringBuilder("{ const int at_col = %s; if (at_col < %d) { ".formatted(first, extent));
        text.append(IndexPrinter.decode(loops, "at_col"));
        boolean whole = extent % vector.lanes() == 0;
        List<String> read = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            Access other = others.get(i);
            String last = whole ? String.valueOf(vector.lanes()) : "%d - at_col".formatted(extent - 1);
            text.append("const %s y%d = %s; "
                    .formatted(
                            vector.type(),
                            i,
                            vector.gather("in" + (2 + i), other.address(List.of()), other.stride(along), last)));
            read.add("y" + i);
        }
        String value = Epilogue.of(task).value(sums, read, Epilogue.printing(vector, along, tables), text);
        return text.append(whole ? store(value) : storeSome(value))
                .append(" } }")
                .toString();
    }

    private String store(String value) {
        String address = out.address(List.of());
        boolean aligned =
                vector.lanes() == BlockShape.LANES && out.stride(along) == 1 && out.isAligned(BlockShape.LANES, along);
        return aligned
                ? "ALIGN4(%s, result, %s);".formatted(value, address)
                : vector.scatter(value, "result", address, out.stride(along));
    }

    /** The lanes that there are. */
    private String storeSome(String value) {
        StringBuilder text = new StringBuilder(
                "const %s z = %s; const int to = %s; ".formatted(vector.type(), value, out.address(List.of())));
        for (int lane = 0; lane < vector.lanes(); lane++) {
            text.append("if (at_col + %1$d < %2$d) { STORE(z.s%1$d, result, to + %3$d); } "
                    .formatted(lane, extent, lane * out.stride(along)));
        }
        return text.toString();
    }
}
