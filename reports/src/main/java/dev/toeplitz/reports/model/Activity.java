package dev.toeplitz.reports.model;

import dev.toeplitz.reports.model.Report.Lane;
import dev.toeplitz.reports.model.Report.Slice;
import dev.toeplitz.sim.timeline.Recorder;
import dev.toeplitz.sim.timeline.Timeline;
import dev.toeplitz.sim.timeline.Track;
import java.util.ArrayList;
import java.util.List;

/**
 * What a timeline's tracks did, brief enough for a report: every stretch of work where there are few, and otherwise one
 * slice for each track and layer, from the first such stretch to the last, with the cycles worked in between. Whatever
 * passes the way to DRAM stands on a lane of DRAM's own too. Of several cores each has lanes of its own.
 */
public final class Activity implements Recorder {
    /** Together some 200 kB of JSON. */
    private static final int MOST_SLICES = 3000;

    private static final int TRACKS = Track.values().length;

    /** By core, then by track. */
    private final List<OfLane> lanes = new ArrayList<>();

    private final OfLane dram = new OfLane();
    private int slices;

    /** Times in ticks. */
    private static final class OfLane {
        final List<long[]> stretches = new ArrayList<>();
        final List<long[]> layers = new ArrayList<>();
        long busy;

        /** Gives how many stretches are new: none where it goes on from the last one. */
        int add(int layer, long from, long to, boolean keep) {
            busy += to - from;
            addToLayer(layer, from, to);
            long[] last = stretches.isEmpty() ? null : stretches.getLast();
            if (last != null && last[0] == layer && last[2] == from) {
                last[2] = to;
                last[3] += to - from;
                return 0;
            }
            if (keep) {
                stretches.add(new long[] {layer, from, to, to - from});
            }
            return 1;
        }

        private void addToLayer(int layer, long from, long to) {
            while (layers.size() <= layer) {
                layers.add(null);
            }
            long[] sum = layers.get(layer);
            if (sum == null) {
                layers.set(layer, new long[] {layer, from, to, to - from});
                return;
            }
            sum[1] = Math.min(sum[1], from);
            sum[2] = Math.max(sum[2], to);
            sum[3] += to - from;
        }

        Lane lane(String name, boolean whole) {
            return new Lane(
                    name,
                    Math.round(busy / (double) Timeline.TICKS_PER_CYCLE),
                    (whole ? stretches : layers)
                            .stream()
                                    .filter(each -> each != null)
                                    .map(OfLane::slice)
                                    .toList());
        }

        private static Slice slice(long[] ticks) {
            return new Slice(
                    (int) ticks[0],
                    Math.floorDiv(ticks[1], Timeline.TICKS_PER_CYCLE),
                    Math.ceilDiv(ticks[2], Timeline.TICKS_PER_CYCLE),
                    Math.round(ticks[3] / (double) Timeline.TICKS_PER_CYCLE));
        }
    }

    @Override
    public void busy(int core, Track track, int layer, long from, long to) {
        upTo(core);
        slices += lanes.get(core * TRACKS + track.ordinal()).add(layer, from, to, slices < MOST_SLICES);
        if (track.usesDram()) {
            slices += dram.add(layer, from, to, slices < MOST_SLICES);
        }
    }

    private void upTo(int core) {
        while (lanes.size() <= core * TRACKS + TRACKS - 1) {
            lanes.add(new OfLane());
        }
    }

    Report.Timeline timeline() {
        upTo(0);
        boolean whole = slices < MOST_SLICES;
        List<Lane> all = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            Track track = Track.values()[i % TRACKS];
            if (track.isAlwaysThere() || lanes.get(i).busy > 0) {
                all.add(lanes.get(i).lane(track.wordsOf(i / TRACKS, lanes.size() / TRACKS), whole));
            }
        }
        all.add(dram.lane("DRAM", whole));
        return new Report.Timeline(whole, all);
    }
}
