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
 * @param taken rows of each map, by strip
 */
record Strips(int count, long[] sums, int[] most, List<Map<Integer, Integer>> heights, List<int[]> taken) {
    /** Map {@code reader} is made of rows of map {@code source}, which stands before it. */
    record Feed(int source, int reader, Window window) {}

    /**
     * @param rows of each map: those from outside, then what each layer makes, the result last
     * @param outside how many come from outside; of all others every row is made, wanted or not
     * @param feeds by reader, from the first to the last
     */
    static Strips of(int[] rows, int outside, List<Feed> feeds, int stripRows) {
        int maps = rows.length;
        long[] sums = new long[maps];
        int[] most = new int[maps];
        List<Map<Integer, Integer>> heights = new ArrayList<>();
        for (int map = 0; map < maps; map++) {
            heights.add(new TreeMap<>());
        }
        Walk walk = new Walk(rows, outside, feeds);
        List<int[]> all = new ArrayList<>();
        for (int from = 0; from < rows[maps - 1]; from += stripRows) {
            walk.strip(from, Math.min(rows[maps - 1], from + stripRows));
            int[] taken = new int[maps];
            for (int map = 0; map < maps; map++) {
                taken[map] = Math.max(0, walk.end[map] - walk.begin[map]);
                sums[map] += taken[map];
                most[map] = Math.max(most[map], taken[map]);
                if (taken[map] > 0) {
                    heights.get(map).merge(taken[map], 1, Integer::sum);
                }
            }
            all.add(taken);
        }
        return new Strips(all.size(), sums, most, heights, all);
    }

    /** From a strip of the result back to the rows of each map, strip after strip. */
    private static final class Walk {
        private final int[] rows;
        private final int outside;
        private final List<Feed> feeds;
        /** Rows of each map that strips so far have reached. */
        private final int[] reached;

        private int[] begin;
        private int[] end;

        private Walk(int[] rows, int outside, List<Feed> feeds) {
            this.rows = rows;
            this.outside = outside;
            this.feeds = feeds;
            this.reached = new int[rows.length];
        }

        private void strip(int from, int to) {
            int result = rows.length - 1;
            begin = rows.clone();
            end = new int[rows.length];
            begin[result] = from;
            end[result] = to;
            int feed = feeds.size() - 1;
            for (int map = result; map >= outside; map--) {
                leaveNoneOut(map, to == rows[result]);
                for (; feed >= 0 && feeds.get(feed).reader() == map; feed--) {
                    ask(feeds.get(feed));
                }
            }
        }

        /** Rows that no window touches are made with the next that are, so that a chain does no less than its layers. */
        private void leaveNoneOut(int map, boolean isLastStrip) {
            if (isLastStrip && end[map] < rows[map] && reached[map] < rows[map]) {
                end[map] = rows[map];
            }
            if (begin[map] < end[map] || isLastStrip) {
                begin[map] = Math.min(begin[map], reached[map]);
            }
            reached[map] = Math.max(reached[map], end[map]);
        }

        private void ask(Feed feed) {
            int reader = feed.reader();
            if (begin[reader] >= end[reader]) {
                return;
            }
            Window window = feed.window();
            int source = feed.source();
            long last = (end[reader] - 1L) * window.stride() + window.span() - 1 - window.before();
            long first = (long) begin[reader] * window.stride() - window.before();
            end[source] = Math.max(end[source], Math.clamp(last + 1, 0, rows[source]));
            begin[source] = Math.min(begin[source], Math.clamp(first, 0, rows[source]));
        }
    }
}
