package dev.toeplitz.graph.work;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.step.Step.Scan;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.LoopSet;
import dev.toeplitz.terms.MatrixAxis;
import java.util.ArrayList;
import java.util.List;

/**
 * A contraction as a matrix engine sees it: {@code groups} independent products of M × K by K × N, and the loop nest
 * behind them for whoever wants to map it. M, N, K and groups follow from which loops move which operand.
 */
public record MatrixWork(Contract contract, long groups, long m, long n, long k) implements Work {
    public static MatrixWork of(Contract contract) {
        return new MatrixWork(
                contract,
                extent(contract, MatrixAxis.GROUPS),
                extent(contract, MatrixAxis.M),
                extent(contract, MatrixAxis.N),
                extent(contract, MatrixAxis.K));
    }

    /** A plain product, as a table of matrix products lists it. */
    public static MatrixWork product(int groups, int m, int n, int k) {
        Loops loops = Loops.none()
                .with(LoopDim.GROUP, groups)
                .with(LoopDim.OUT_ROW, m)
                .with(LoopDim.OUT_CHANNEL, n)
                .with(LoopDim.IN_CHANNEL, k);
        return of(new Contract(
                loops,
                matrix(0, groups, LoopDim.OUT_ROW, m, LoopDim.IN_CHANNEL, k),
                matrix(1, groups, LoopDim.IN_CHANNEL, k, LoopDim.OUT_CHANNEL, n),
                matrix(2, groups, LoopDim.OUT_ROW, m, LoopDim.OUT_CHANNEL, n)));
    }

    private static View matrix(int operand, int groups, LoopDim row, int rows, LoopDim col, int cols) {
        return View.of(operand, Shape.of(groups, rows, cols))
                .axis(LoopDim.GROUP)
                .axis(row)
                .axis(col)
                .build();
    }

    /**
     * The same product at each time of a scan, as one with the loop TIME outermost: it moves the state and what comes in, not
     * the weights, and so counts rows. That no time can begin before the one before has ended is not said here.
     */
    MatrixWork during(Scan scan) {
        Loops time = Loops.none().with(LoopDim.TIME, scan.times());
        return of(new Contract(
                time.around(contract.loops()),
                during(scan, contract.left()),
                during(scan, contract.right()),
                during(scan, contract.out())));
    }

    private static View during(Scan scan, View view) {
        int feed = view.operand() - 1;
        boolean changes = feed < 0
                || feed >= scan.feeds().size()
                || scan.feeds().get(feed).changes();
        if (!changes) {
            return view;
        }
        List<Axis> axes = new ArrayList<>(List.of(Axis.of(LoopDim.TIME)));
        axes.addAll(view.axes());
        return new View(view.operand(), Shape.of(scan.times()).then(view.shape()), axes);
    }

    /** Multiply-accumulates, padding's included: what a dense engine issues. */
    public long macs() {
        return Math.multiplyExact(Math.multiplyExact(groups, m), Math.multiplyExact(n, k));
    }

    /** The product of the extents of a set of loops. */
    public long extent(LoopSet set) {
        return extent(contract, set);
    }

    private static long extent(Contract contract, LoopSet set) {
        return switch (set) {
            case LoopDim dim -> contract.loops().extent(dim);
            case MatrixAxis axis -> extentOfRole(contract, axis);
        };
    }

    private static long extentOfRole(Contract contract, MatrixAxis axis) {
        long extent = 1;
        for (Loops.Loop loop : contract.loops().list()) {
            extent = Math.multiplyExact(extent, role(contract, loop.dim()) == axis ? loop.extent() : 1L);
        }
        return extent;
    }

    /** The role of each loop, outermost first. */
    public List<MatrixAxis> roles() {
        return contract.loops().list().stream()
                .map(loop -> role(contract, loop.dim()))
                .toList();
    }

    /** A loop that moves only one operand has no role in a matrix product; no operator makes one. */
    private static MatrixAxis role(Contract contract, LoopDim loop) {
        int moves = (contract.left().movesWith(loop) ? 4 : 0)
                + (contract.right().movesWith(loop) ? 2 : 0)
                + (contract.out().movesWith(loop) ? 1 : 0);
        return switch (moves) {
            case 0b111 -> MatrixAxis.GROUPS;
            case 0b101 -> MatrixAxis.M;
            case 0b011 -> MatrixAxis.N;
            case 0b110 -> MatrixAxis.K;
            default ->
                throw new InputException(
                        "loop %s moves %s operands of a contraction".formatted(loop, Integer.bitCount(moves)),
                        "two or three",
                        "reduce that axis in a step of its own");
        };
    }
}
