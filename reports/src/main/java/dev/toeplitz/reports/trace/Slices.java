package dev.toeplitz.reports.trace;

import dev.toeplitz.sim.timeline.Recorder;
import dev.toeplitz.sim.timeline.Track;
import java.util.Arrays;

/** What a timeline's tracks did, in the order in which each did it; what follows without a gap is one slice. */
public final class Slices implements Recorder {
    private final OfTrack[] tracks = new OfTrack[Track.values().length];

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

    public Slices() {
        Arrays.setAll(tracks, _ -> new OfTrack());
    }

    @Override
    public void busy(Track track, int layer, long from, long to) {
        tracks[track.ordinal()].add(layer, from, to);
    }

    int count(Track track) {
        return tracks[track.ordinal()].count;
    }

    int layer(Track track, int slice) {
        return tracks[track.ordinal()].layer[slice];
    }

    long from(Track track, int slice) {
        return tracks[track.ordinal()].from[slice];
    }

    long to(Track track, int slice) {
        return tracks[track.ordinal()].to[slice];
    }
}
