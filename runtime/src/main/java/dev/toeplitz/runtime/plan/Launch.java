package dev.toeplitz.runtime.plan;

import java.util.List;

/**
 * One kernel to be run: its name and source, the values bound to its buffers in order, the written one last, and how many
 * work-items it has. Values are numbered within the node, as its definition numbers them.
 *
 * @param fill what the result is filled with before, where the kernel does not write all of it; NaN for nothing
 */
record Launch(String kernel, String source, List<Integer> values, long workItems, double fill) {
    Launch {
        values = List.copyOf(values);
    }
}
