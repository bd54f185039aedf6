package dev.toeplitz.sim.fusion;

import dev.toeplitz.graph.step.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which rows of each map the strips of one image take. A strip is some rows of the last map; whatever reads a map asks for
 * rows of it, and it is taken from the first to the last of those, for each strip anew.
 *
 * @param count of strips
 * @param sums rows of each map over all strips
 * @param most rows of each map in a strip
 * @param heights how many strips take so many rows of a map; strips that take none are left out
 */
record Strips(int count, long[] sums, int[] most, List<Map<Integer, Integer>> heights) {
    /** Map {@code reader} is made of rows of map {@code source}, which stands before it. */
    record Feed(int source, int reader, Window window) {}

    /**
     * @param rows of each map; the last is the result
     * @param feeds by reader, from the first to the last
     */
    static Strips of(int[] rows, List<Feed> feeds, int stripRows) {
        int maps = rows.length;
        long[] sums = new long[maps];
        int[] most = new int[maps];
        List<Map<Integer, Integer>> heights = new ArrayList<>();
        for (int map = 0; map < maps; map++) {
            heights.add(new TreeMap<>());
        }
        int count = 0;
        for (int from = 0; from < rows[maps - 1]; from += stripRows) {
            int[] taken = taken(rows, feeds, from, Math.min(rows[maps - 1], from + stripRows));
            for (int map = 0; map < maps; map++) {
                sums[map] += taken[map];
                most[map] = Math.max(most[map], taken[map]);
                if (taken[map] > 0) {
                    heights.get(map).merge(taken[map], 1, Integer::sum);
                }
            }
            count++;
        }
        return new Strips(count, sums, most, heights);
    }

    private static int[] taken(int[] rows, List<Feed> feeds, int from, int to) {
        int[] begin = rows.clone();
        int[] end = new int[rows.length];
        begin[rows.length - 1] = from;
        end[rows.length - 1] = to;
        for (int i = feeds.size() - 1; i >= 0; i--) {
            Feed feed = feeds.get(i);
            int reader = feed.reader();
            if (begin[reader] >= end[reader]) {
                continue; // nothing but padding is read of it
            }
            Window window = feed.window();
            int source = feed.source();
            long last = (end[reader] - 1L) * window.stride() + window.span() - 1 - window.before();
            long first = (long) begin[reader] * window.stride() - window.before();
            end[source] = Math.max(end[source], Math.clamp(last + 1, 0, rows[source]));
            begin[source] = Math.min(begin[source], Math.clamp(first, 0, rows[source]));
        }
        int[] taken = new int[rows.length];
        for (int map = 0; map < rows.length; map++) {
            taken[map] = Math.max(0, end[map] - begin[map]);
        }
        return taken;
    }
}
