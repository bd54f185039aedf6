package dev.toeplitz.reports.trace;

import dev.toeplitz.sim.timeline.Recorder;
import dev.toeplitz.sim.timeline.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the tracks of a timeline's cores did, in the order in which each did it; what follows without a gap is one slice. */
public final class Slices implements Recorder {
    private static final int TRACKS = Track.values().length;

    /** By core, then by track. */
    private final List<OfTrack> tracks = new ArrayList<>();

    private static final class OfTrack {
        private int[] layer = new int[64];
        private long[] from = new long[64];
        private long[] to = new long[64];
        private int count;

        void add(int ofLayer, long begin, long end) {
            if (count > 0 && layer[count - 1] == ofLayer && to[count - 1] == begin) {
                to[count - 1] = end;
                return;
            }
            if (count == layer.length) {
                layer = Arrays.copyOf(layer, 2 * count);
                from = Arrays.copyOf(from, 2 * count);
                to = Arrays.copyOf(to, 2 * count);
            }
            layer[count] = ofLayer;
            from[count] = begin;
            to[count++] = end;
        }
    }

    @Override
    public void busy(int core, Track track, int layer, long from, long to) {
        upTo(core);
        of(core, track).add(layer, from, to);
    }

    private void upTo(int core) {
        while (tracks.size() <= core * TRACKS + TRACKS - 1) {
            tracks.add(new OfTrack());
        }
    }

    private OfTrack of(int core, Track track) {
        return tracks.get(core * TRACKS + track.ordinal());
    }

    /** Cores that did something; at least one. */
    int cores() {
        upTo(0);
        return tracks.size() / TRACKS;
    }

    int count(int core, Track track) {
        return of(core, track).count;
    }

    int layer(int core, Track track, int slice) {
        return of(core, track).layer[slice];
    }

    long from(int core, Track track, int slice) {
        return of(core, track).from[slice];
    }

    long to(int core, Track track, int slice) {
        return of(core, track).to[slice];
    }
}
