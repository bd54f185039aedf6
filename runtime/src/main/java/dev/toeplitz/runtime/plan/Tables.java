package dev.toeplitz.runtime.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Constant arrays that a kernel refers to. Their names hold the kernel's placeholder, since a program has many kernels. */
final class Tables {
    /** Stands in a source for the kernel's name. */
    static final String KERNEL = "@kernel@";

    private final List<String> declarations = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();

    String integers(List<Integer> values) {
        return named("int", values.stream().map(String::valueOf).toList());
    }

    String floats(List<Double> values) {
        return named("float", values.stream().map(ScalarPrinter::literal).toList());
    }

    private String named(String type, List<String> values) {
        String all = values.isEmpty() ? "0" : values.stream().collect(Collectors.joining(", "));
        String body = type + " " + all;
        int known = bodies.indexOf(body);
        if (known >= 0) {
            return name(known);
        }
        bodies.add(body);
        declarations.add("__constant %s %s[%d] = {%s};%n"
                .formatted(type, name(bodies.size() - 1), Math.max(1, values.size()), all));
        return name(bodies.size() - 1);
    }

    private static String name(int table) {
        return KERNEL + "_table" + table;
    }

    /** What has to stand before the kernel. */
    String declarations() {
        return String.join("", declarations);
    }
}
