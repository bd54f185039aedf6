package dev.toeplitz.runtime.plan;

import dev.toeplitz.graph.step.Axis;
import dev.toeplitz.graph.step.Axis.Term;
import dev.toeplitz.graph.step.Loops;
import dev.toeplitz.graph.step.Loops.Loop;
import dev.toeplitz.graph.step.View;
import dev.toeplitz.terms.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Index arithmetic of loops and views as OpenCL C. Tables of lookup axes are gathered, to stand before the kernel. */
final class IndexPrinter {
    private final Loops loops;
    private final List<String> tables = new ArrayList<>();

    /**
     * @param loops all loops that views refer to
     */
    IndexPrinter(Loops loops) {
        this.loops = loops;
    }

    static String name(LoopDim dim) {
        return dim.name().toLowerCase();
    }

    /** Constant arrays that the indices printed so far refer to. */
    String tables() {
        return String.join("", tables);
    }

    /** Declarations of a nest's indices, taken from {@code id}, the innermost fastest. */
    static String decode(List<Loop> nest) {
        StringBuilder text = new StringBuilder();
        long inner = 1;
        for (int i = nest.size() - 1; i >= 0; i--) {
            Loop loop = nest.get(i);
            String quotient = inner == 1 ? "id" : "id / " + inner;
            text.append("const int %s = %s %% %d; ".formatted(name(loop.dim()), quotient, Math.max(1, loop.extent())));
            inner *= loop.extent();
        }
        return text.toString();
    }

    /** Nested loops' heads. */
    static String heads(List<Loop> nest) {
        return nest.stream()
                .map(loop -> "for (int %1$s = 0; %1$s < %2$d; %1$s++) ".formatted(name(loop.dim()), loop.extent()))
                .collect(Collectors.joining());
    }

    /** The row-major position of the element that a view touches. */
    String position(View view) {
        long[] strides = view.shape().strides();
        List<String> parts = new ArrayList<>();
        for (int axis = 0; axis < strides.length; axis++) {
            parts.add(
                    strides[axis] == 1
                            ? "(" + index(view, axis) + ")"
                            : "(%s) * %d".formatted(index(view, axis), strides[axis]));
        }
        return parts.isEmpty() ? "0" : String.join(" + ", parts);
    }

    /** A condition under which a view's element exists; only axes that can leave the tensor are asked. */
    String inside(View view) {
        List<String> conditions = new ArrayList<>();
        for (int axis = 0; axis < view.axes().size(); axis++) {
            int extent = view.shape().at(axis);
            if (least(view.axes().get(axis)) < 0) {
                conditions.add("(%s) >= 0".formatted(index(view, axis)));
            }
            if (most(view.axes().get(axis)) >= extent) {
                conditions.add("(%s) < %d".formatted(index(view, axis), extent));
            }
        }
        return conditions.isEmpty() ? "1" : String.join(" && ", conditions);
    }

    private String index(View view, int axis) {
        return switch (view.axes().get(axis)) {
            case Axis.Affine(int offset, List<Term> terms) -> affine(offset, terms);
            case Axis.Lookup(LoopDim dim, List<Integer> indices) -> table(indices) + "[" + name(dim) + "]";
        };
    }

    private static String affine(int offset, List<Term> terms) {
        String sum = terms.stream()
                .map(term -> term.coefficient() == 1
                        ? name(term.dim())
                        : "%s * %d".formatted(name(term.dim()), term.coefficient()))
                .collect(Collectors.joining(" + "));
        return sum.isEmpty() ? String.valueOf(offset) : offset == 0 ? sum : sum + " + " + offset;
    }

    private String table(List<Integer> indices) {
        String values = indices.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String body = "[%d] = {%s};%n".formatted(Math.max(1, indices.size()), indices.isEmpty() ? "0" : values);
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).endsWith(body)) {
                return "table" + i;
            }
        }
        tables.add("__constant int table%d%s".formatted(tables.size(), body));
        return "table" + (tables.size() - 1);
    }

    private long least(Axis axis) {
        return switch (axis) {
            case Axis.Affine(int offset, List<Term> terms) ->
                offset
                        + terms.stream()
                                .mapToLong(term -> Math.min(0, reach(term)))
                                .sum();
            case Axis.Lookup(LoopDim _, List<Integer> indices) ->
                indices.stream().mapToInt(Integer::intValue).min().orElse(0);
        };
    }

    private long most(Axis axis) {
        return switch (axis) {
            case Axis.Affine(int offset, List<Term> terms) ->
                offset
                        + terms.stream()
                                .mapToLong(term -> Math.max(0, reach(term)))
                                .sum();
            case Axis.Lookup(LoopDim _, List<Integer> indices) ->
                indices.stream().mapToInt(Integer::intValue).max().orElse(0);
        };
    }

    private long reach(Term term) {
        return (long) term.coefficient() * (loops.extent(term.dim()) - 1);
    }
}
