package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Index arithmetic of loops and views as OpenCL C. Tables of lookup axes are gathered, to stand before the kernel. */
final class IndexPrinter {
    private final Loops loops;
    private final IntFunction<Layout> layouts;
    private final Tables tables;

    /**
     * @param loops all loops that views refer to
     * @param layouts where each value lies
     */
    IndexPrinter(Loops loops, IntFunction<Layout> layouts, Tables tables) {
        this.loops = loops;
        this.layouts = layouts;
        this.tables = tables;
    }

    static String name(LoopDim dim) {
        return dim.name().toLowerCase(Locale.ROOT);
    }

    /** Declarations of a nest's indices, taken from {@code id}, the innermost fastest. */
    static String decode(List<Loop> nest) {
        return decode(nest, "id");
    }

    static String decode(List<Loop> nest, String id) {
        StringBuilder text = new StringBuilder();
        long inner = 1;
        for (int i = nest.size() - 1; i >= 0; i--) {
            Loop loop = nest.get(i);
            String quotient = inner == 1 ? id : id + " / " + inner;
            // The outermost index needs no remainder, and a loop of one no index.
            String index = loop.extent() <= 1 ? "0" : i == 0 ? quotient : quotient + " % " + loop.extent();
            text.append("const int %s = %s; ".formatted(name(loop.dim()), index));
            inner *= Math.max(1, loop.extent());
        }
        return text.toString();
    }

    /** Nested loops' heads. */
    static String heads(List<Loop> nest) {
        return nest.stream().map(IndexPrinter::head).collect(Collectors.joining());
    }

    static String head(Loop loop) {
        return "for (int %1$s = 0; %1$s < %2$d; %1$s++) ".formatted(name(loop.dim()), loop.extent());
    }

    /** What loops add to an address where the innermost's points lie a width apart and the rest follow, as terms to append. */
    static String rows(List<Loop> nest, long width) {
        StringBuilder sum = new StringBuilder();
        long stride = width * GeneralCandidate.points(nest);
        for (Loop loop : nest) {
            stride /= loop.extent();
            sum.append(" + %s * %d".formatted(name(loop.dim()), stride));
        }
        return sum.toString();
    }

    /** The address of the element that a view touches. */
    String position(View view) {
        Layout layout = layouts.apply(view.operand())
                .as(view.shape())
                .orElseThrow(() -> new IllegalStateException("no strides for " + view));
        List<String> parts = new ArrayList<>();
        for (int axis = 0; axis < view.axes().size(); axis++) {
            if (view.shape().at(axis) != 1) {
                long stride = layout.strides().get(axis);
                String index = index(view, axis);
                parts.add(stride == 1 ? "(" + index + ")" : "(%s) * %d".formatted(index, stride));
            }
        }
        if (layout.offset() != 0) {
            parts.add(String.valueOf(layout.offset()));
        }
        return parts.isEmpty() ? "0" : String.join(" + ", parts);
    }

    /** A condition under which a view's element exists; only axes that can leave the tensor are asked. */
    String inside(View view) {
        List<String> conditions = new ArrayList<>();
        for (int axis = 0; axis < view.axes().size(); axis++) {
            int extent = view.shape().at(axis);
            Reach reach = Reach.of(view.axes().get(axis), loops);
            if (reach.least() < 0) {
                conditions.add("(%s) >= 0".formatted(index(view, axis)));
            }
            if (reach.most() >= extent) {
                conditions.add("(%s) < %d".formatted(index(view, axis), extent));
            }
        }
        return conditions.isEmpty() ? "1" : String.join(" && ", conditions);
    }

    private String index(View view, int axis) {
        return switch (view.axes().get(axis)) {
            case Axis.Affine(int offset, List<Term> terms) -> affine(offset, terms);
            case Axis.Lookup(LoopDim dim, List<Integer> indices) -> tables.integers(indices) + "[" + name(dim) + "]";
        };
    }

    static String affine(int offset, List<Term> terms) {
        String sum = terms.stream()
                .map(term -> term.coefficient() == 1
                        ? name(term.dim())
                        : "%s * %d".formatted(name(term.dim()), term.coefficient()))
                .collect(Collectors.joining(" + "));
        return sum.isEmpty() ? String.valueOf(offset) : offset == 0 ? sum : sum + " + " + offset;
    }
}
