package dev.toeplitz.runtime.plan;

import dev.toeplitz.kernels.Template;
import dev.toeplitz.terms.DataType;
import java.util.LinkedHashMap;
import java.util.Map;

/** Kernels gathered into one program; what two launches have in common is there once. */
final class Programs {
    private final Map<String, String> names = new LinkedHashMap<>();

    /** The name under which a source stands in the program. */
    String name(String source) {
        return names.computeIfAbsent(source, _ -> "k" + names.size());
    }

    /** All kernels, for values that are stored in single precision or half. */
    String text(DataType storage) {
        Template words = storage == DataType.FLOAT16 ? Template.HALF : Template.SINGLE;
        StringBuilder text = new StringBuilder(words.filled(Map.of()));
        if (says(ScalarPrinter.ROUNDED) || says(ScalarPrinter.NEAREST)) {
            text.append(Template.ROUNDED.filled(Map.of()));
        }
        if (says(Vector.ANYWHERE)) {
            text.append(Template.ANYWHERE.filled(Map.of()));
        }
        if (says(PairSums.ADD)) {
            text.append(Template.PAIRS.filled(Map.of()));
        }
        names.forEach((source, name) -> text.append(source.replace(Tables.KERNEL, name)));
        return text.toString();
    }

    private boolean says(String word) {
        return names.keySet().stream().anyMatch(source -> source.contains(word));
    }
}
