package dev.toeplitz.runtime.plan;

import java.nio.FloatBuffer;
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

    private static long count(List<Digit> digits) {
        return digits.stream().mapToLong(Digit::extent).reduce(1, Math::multiplyExact);
    }

    @Override
    public void pack(FloatBuffer tensor, FloatBuffer into) {
        int at = 0;
        long groupCount = count(groups);
        long rowCount = rows();
        for (long group = 0; group < groupCount; group++) {
            long first = base + offset(groups, group);
            for (int panel = 0; panel < panels(); panel++) {
                for (long row = 0; row < rowCount; row++) {
                    long start = first + offset(depth, row);
                    for (int lane = 0; lane < width; lane++, at++) {
                        int index = panel * width + lane;
                        into.put(at, index < across.extent() ? tensor.get((int) (start + index * across.stride())) : 0);
                    }
                }
            }
        }
    }

    private static long offset(List<Digit> digits, long index) {
        long offset = 0;
        long rest = index;
        for (int i = digits.size() - 1; i >= 0; i--) {
            offset += rest % digits.get(i).extent() * digits.get(i).stride();
            rest /= digits.get(i).extent();
        }
        return offset;
    }
}
