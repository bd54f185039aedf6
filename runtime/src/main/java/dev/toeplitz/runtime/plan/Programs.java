package dev.toeplitz.runtime.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/** Kernels gathered into one program; what two launches have in common is there once. */
final class Programs {
    private final Map<String, String> names = new LinkedHashMap<>();

    /** The name under which a source stands in the program. */
    String name(String source) {
        return names.computeIfAbsent(source, _ -> "k" + names.size());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        names.forEach((source, name) -> text.append(source.replace(Tables.KERNEL, name)));
        return text.toString();
    }
}
