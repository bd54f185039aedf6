package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights in the order in which a kernel reads them: for each group, panels of {@code width} neighbours along {@code across},
 * and in each panel one row of them after another, as the digits of the reduction run. A row holds, for each neighbour, the weights of
 * {@code together} points of the reduction side by side. What a row or a panel has beyond the end is 0.
 *
 * @param base where the first element is in the tensor, row-major
 * @param outer digits of the reduction that no row spans
 * @param inner those whose points are taken together, as they run
 * @param together how many points a row has; 1 where the reduction runs point by point
 */
public record Packing(
        long base, List<Digit> groups, Digit across, List<Digit> outer, List<Digit> inner, int together, int width)
        implements WeightOrder {
    /** An index and how far apart two neighbours along it are in the tensor. */
    public record Digit(int extent, long stride) {}

    public Packing {
        groups = List.copyOf(groups);
        outer = List.copyOf(outer);
        inner = List.copyOf(inner);
    }

    /** Point by point. */
    public Packing(long base, List<Digit> groups, Digit across, List<Digit> depth, int width) {
        this(base, groups, across, depth, List.of(), 1, width);
    }

    int panels() {
        return Math.ceilDiv(across.extent(), width);
    }

    long rows() {
        return count(outer) * Math.ceilDiv(count(inner), together);
    }

    private long panelElements() {
        return rows() * together * width;
    }

    @Override
    public long elements() {
        return count(groups) * panels() * panelElements();
    }

    static long count(List<Digit> digits) {
        return digits.stream().mapToLong(Digit::extent).reduce(1, Math::multiplyExact);
    }

    @Override
    public void pack(Tensor tensor, FloatBuffer into) {
        boolean apart = panel(width).isDense(panelElements());
        try (Arena arena = Arena.ofConfined()) {
            FloatBuffer all = apart ? null : tensor.floats(arena);
            into.position(0);
            for (long group = 0; group < count(groups); group++) {
                for (int column = 0; column < across.extent(); column += width) {
                    long first = base + offset(groups, group) + column * across.stride();
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
        long points = count(inner);
        long[] starts = new long[together];
        for (long row = 0; row < count(outer); row++) {
            long start = first + offset(outer, row);
            for (long point = 0; point < points; point += together) {
                int there = (int) Math.min(together, points - point);
                for (int i = 0; i < there; i++) {
                    starts[i] = start + offset(inner, point + i);
                }
                putRow(tensor, starts, there, filled, into);
            }
        }
    }

    private void putRow(FloatBuffer tensor, long[] starts, int there, int filled, FloatBuffer into) {
        for (int lane = 0; lane < width; lane++) {
            for (int i = 0; i < together; i++) {
                boolean exists = lane < filled && i < there;
                into.put(exists ? tensor.get((int) (starts[i] + lane * across.stride())) : 0);
            }
        }
    }

    static long offset(List<Digit> digits, long index) {
        long offset = 0;
        long rest = index;
        for (int i = digits.size() - 1; i >= 0; i--) {
            offset += rest % digits.get(i).extent() * digits.get(i).stride();
            rest /= digits.get(i).extent();
        }
        return offset;
    }
}
