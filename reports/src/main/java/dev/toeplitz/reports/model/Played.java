package dev.toeplitz.reports.model;

import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.timeline.Span;
import dev.toeplitz.sim.timeline.Timeline;
import java.util.Arrays;
import java.util.List;

/**
 * When layers begin and end: as the timeline had it, where they overlap, or one after the other.
 *
 * @param begins cycles from the network's start, a figure a layer; likewise {@code ends}
 * @param timeline absent where time was found by the closed form
 */
public record Played(List<Long> begins, List<Long> ends, Report.Timeline timeline) {
    public Played {
        begins = List.copyOf(begins);
        ends = List.copyOf(ends);
    }

    /** By the timeline: from a layer's first event to its last. */
    public static Played of(Timeline.Run run, Activity activity) {
        long[] begins = new long[run.cost().layers().size()];
        long[] ends = new long[begins.length];
        Arrays.fill(begins, Long.MAX_VALUE);
        for (Span span : run.spans()) {
            begins[span.layer()] = Math.min(begins[span.layer()], span.begin());
            ends[span.layer()] = Math.max(ends[span.layer()], span.end());
        }
        return new Played(boxed(begins), boxed(ends), activity.timeline());
    }

    private static List<Long> boxed(long[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** One after the other. */
    public static Played inTurn(NetworkCost cost) {
        long[] begins = new long[cost.layers().size()];
        long[] ends = new long[begins.length];
        long now = 0;
        for (int i = 0; i < begins.length; i++) {
            LayerCost layer = cost.layers().get(i);
            begins[i] = now;
            now = Math.addExact(now, layer.cycles());
            ends[i] = now;
        }
        return new Played(boxed(begins), boxed(ends), null);
    }
}
