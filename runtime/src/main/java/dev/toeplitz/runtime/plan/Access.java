package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A view of a tensor that lies in a buffer, as one address: base + Σ stride · loop index, in elements; and the conditions under
 * which there is an element at all.
 */
record Access(int operand, long base, Map<LoopDim, Long> strides, List<Guard> guards) {
    /** 0 ≤ offset + Σ coefficient · loop &lt; extent. */
    record Guard(int offset, List<Term> terms, int extent) {
        boolean movesWith(LoopDim dim) {
            return terms.stream().anyMatch(term -> term.dim() == dim);
        }
    }

    /** Empty where some axis goes by a table, or the layout has no strides for the view's shape. */
    static Optional<Access> of(View view, Layout layout, Loops loops) {
        if (!view.axes().stream().allMatch(Axis.Affine.class::isInstance)) {
            return Optional.empty();
        }
        return layout.as(view.shape()).map(seen -> affine(view, seen, loops));
    }

    private static Access affine(View view, Layout layout, Loops loops) {
        long base = layout.offset();
        Map<LoopDim, Long> strides = new EnumMap<>(LoopDim.class);
        List<Guard> guards = new ArrayList<>();
        for (int axis = 0; axis < view.axes().size(); axis++) {
            Axis.Affine index = (Axis.Affine) view.axes().get(axis);
            long stride = layout.strides().get(axis);
            base += stride * index.offset();
            List<Term> moving = index.terms().stream()
                    .filter(term -> loops.extent(term.dim()) > 1 && term.coefficient() != 0)
                    .toList();
            moving.forEach(term -> strides.merge(term.dim(), stride * term.coefficient(), Long::sum));
            if (Reach.of(index, loops).leaves(view.shape().at(axis))) {
                guards.add(new Guard(index.offset(), moving, view.shape().at(axis)));
            }
        }
        return new Access(view.operand(), base, strides, guards);
    }

    /** How far apart two neighbours along a loop lie; 0 where the loop does not move it. */
    long stride(LoopDim dim) {
        return strides.getOrDefault(dim, 0L);
    }

    /** Whether a loop decides which element it is, or whether there is one. */
    boolean movesWith(LoopDim dim) {
        return stride(dim) != 0 || guards.stream().anyMatch(guard -> guard.movesWith(dim));
    }

    /**
     * Whether every address is a multiple of so many elements, but for what one loop adds.
     *
     * @param beside that loop
     */
    boolean isAligned(int elements, LoopDim beside) {
        return base % elements == 0
                && strides.entrySet().stream()
                        .allMatch(entry -> entry.getKey() == beside || entry.getValue() % elements == 0);
    }

    /** Whether two loops may run as one, the inner's digits below the outer's. */
    boolean joins(Loop outer, Loop inner) {
        return stride(outer.dim()) == stride(inner.dim()) * inner.extent()
                && guards.stream().noneMatch(guard -> guard.movesWith(outer.dim()) || guard.movesWith(inner.dim()));
    }

    /** The address as OpenCL C, without some loops: what they add is for the caller. */
    String address(List<LoopDim> without) {
        StringBuilder sum = new StringBuilder();
        strides.forEach((dim, stride) -> {
            if (!without.contains(dim) && stride != 0) {
                sum.append(sum.isEmpty() ? "" : " + ").append(IndexPrinter.name(dim));
                sum.append(stride == 1 ? "" : " * " + stride);
            }
        });
        if (base != 0 || sum.isEmpty()) {
            sum.append(sum.isEmpty() ? "" : " + ").append(base);
        }
        return sum.toString();
    }

    /** The guards that some loop moves, or all, as a condition. */
    static String condition(List<Guard> guards, Loops loops) {
        List<String> conditions = new ArrayList<>();
        for (Guard guard : guards) {
            Axis.Affine index = new Axis.Affine(guard.offset(), guard.terms());
            String text = IndexPrinter.affine(guard.offset(), guard.terms());
            Reach reach = Reach.of(index, loops);
            if (reach.least() < 0) {
                conditions.add("(%s) >= 0".formatted(text));
            }
            if (reach.most() >= guard.extent()) {
                conditions.add("(%s) < %d".formatted(text, guard.extent()));
            }
        }
        return conditions.isEmpty() ? "1" : String.join(" && ", conditions);
    }

    /** The condition that guards hold at every point of some inner loops. */
    static String whole(List<Guard> guards, Loops inner, Loops all) {
        List<Guard> extremes = new ArrayList<>();
        for (Guard guard : guards) {
            List<Term> outer = guard.terms().stream()
                    .filter(term -> inner.position(term.dim()) < 0)
                    .toList();
            List<Term> within = guard.terms().stream()
                    .filter(term -> inner.position(term.dim()) >= 0)
                    .toList();
            Reach reach = Reach.of(new Axis.Affine(0, within), inner);
            extremes.add(new Guard(Math.toIntExact(guard.offset() + reach.least()), outer, guard.extent()));
            extremes.add(new Guard(Math.toIntExact(guard.offset() + reach.most()), outer, guard.extent()));
        }
        return condition(extremes, all);
    }
}
