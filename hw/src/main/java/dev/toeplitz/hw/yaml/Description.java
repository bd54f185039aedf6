package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.Accelerator;
import java.util.List;

/** An accelerator and, value by value, what its description says and where that comes from. */
public record Description(Accelerator accelerator, List<Entry> entries) {
    public Description {
        entries = List.copyOf(entries);
    }
}
