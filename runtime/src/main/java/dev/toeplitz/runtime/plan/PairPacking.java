package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.plan.Packing.Digit;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights in panels as {@link Packing} has them, but with two points of the reduction side by side: a row holds, for each of
 * {@code width} neighbours along {@code across}, the weights of both. What a pair or a panel has beyond the end is 0.
 *
 * @param base where the first element is in the tensor, row-major
 * @param outer digits of the reduction that no pair spans
 * @param inner those whose points are taken in pairs, as they run
 */
public record PairPacking(long base, List<Digit> groups, Digit across, List<Digit> outer, List<Digit> inner, int width)
        implements WeightOrder {
    /** Points of the reduction in a row. */
    static final int PAIR = 2;

    public PairPacking {
        groups = List.copyOf(groups);
        outer = List.copyOf(outer);
        inner = List.copyOf(inner);
    }

    private int panels() {
        return Math.ceilDiv(across.extent(), width);
    }

    @Override
    public long elements() {
        return Packing.count(groups) * panels() * panelElements();
    }

    private long panelElements() {
        return Packing.count(outer) * Math.ceilDiv(Packing.count(inner), PAIR) * PAIR * width;
    }

    @Override
    public void pack(Tensor tensor, FloatBuffer into) {
        boolean apart = panel(width).isDense(panelElements());
        try (Arena arena = Arena.ofConfined()) {
            FloatBuffer all = apart ? null : tensor.floats(arena);
            into.position(0);
            for (long group = 0; group < Packing.count(groups); group++) {
                for (int column = 0; column < across.extent(); column += width) {
                    long first = base + Packing.offset(groups, group) + column * across.stride();
                    int filled = Math.min(width, across.extent() - column);
                    if (apart) {
                        readAndPut(tensor, first, filled, into);
                    } else {
                        put(all, first, filled, into);
                    }
                }
            }
        }
    }

    /** What a panel of so many columns reaches. */
    private Stretch panel(int columns) {
        List<Digit> digits = new ArrayList<>(outer);
        digits.addAll(inner);
        digits.add(new Digit(columns, across.stride()));
        return Stretch.of(digits);
    }

    /** A panel that is read by itself, so that the tensor need not be held whole. */
    private void readAndPut(Tensor tensor, long first, int filled, FloatBuffer into) {
        Stretch stretch = panel(filled);
        try (Arena arena = Arena.ofConfined()) {
            put(stretch.read(tensor, first, arena), -stretch.lowest(), filled, into);
        }
    }

    private void put(FloatBuffer tensor, long first, int filled, FloatBuffer into) {
        long points = Packing.count(inner);
        for (long row = 0; row < Packing.count(outer); row++) {
            long start = first + Packing.offset(outer, row);
            for (long point = 0; point < points; point += PAIR) {
                long one = start + Packing.offset(inner, point);
                long other = point + 1 < points ? start + Packing.offset(inner, point + 1) : -1;
                for (int lane = 0; lane < width; lane++) {
                    boolean isThere = lane < filled;
                    into.put(isThere ? tensor.get((int) (one + lane * across.stride())) : 0);
                    into.put(isThere && other >= 0 ? tensor.get((int) (other + lane * across.stride())) : 0);
                }
            }
        }
    }
}
