package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.Accelerator;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An accelerator and, value by value, what its description says and where that comes from.
 *
 * @param sources full citations by the short names that entries' sources begin with, in the file's order
 */
public record Description(Accelerator accelerator, List<Entry> entries, Map<String, String> sources) {
    public Description {
        entries = List.copyOf(entries);
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    }
}
