package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights in the order in which a kernel reads them: for each group, panels of {@code width} neighbours along {@code across},
 * and in each panel one row of them after another, as the {@code depth} digits run. What a panel has beyond the extent of
 * {@code across} is 0.
 *
 * @param base where the first element is in the tensor, row-major
 */
public record Packing(long base, List<Digit> groups, Digit across, List<Digit> depth, int width)
        implements WeightOrder {
    /** An index and how far apart two neighbours along it are in the tensor. */
    public record Digit(int extent, long stride) {}

    public Packing {
        groups = List.copyOf(groups);
        depth = List.copyOf(depth);
    }

    int panels() {
        return Math.ceilDiv(across.extent(), width);
    }

    long rows() {
        return count(depth);
    }

    @Override
    public long elements() {
        return count(groups) * panels() * rows() * width;
    }

    static long count(List<Digit> digits) {
        return digits.stream().mapToLong(Digit::extent).reduce(1, Math::multiplyExact);
    }

    @Override
    public void pack(Tensor tensor, FloatBuffer into) {
        boolean apart = panel(width).isDense(rows() * width);
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
        List<Digit> digits = new ArrayList<>(depth);
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
        long rows = rows();
        for (long row = 0; row < rows; row++) {
            long start = first + offset(depth, row);
            for (int lane = 0; lane < width; lane++) {
                into.put(lane < filled ? tensor.get((int) (start + lane * across.stride())) : 0);
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
