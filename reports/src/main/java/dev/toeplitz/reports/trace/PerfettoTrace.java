package dev.toeplitz.reports.trace;

import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stall;
import dev.toeplitz.sim.timeline.Timeline;
import dev.toeplitz.sim.timeline.Track;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A timeline as Perfetto reads it: a track of layers, each with its figures, and below it a track for the array, the
 * vector unit and each DMA engine of each core, where a slice is what it does for one layer. Times are the machine's, in nanoseconds.
 */
public final class PerfettoTrace {
    private static final long MACHINE = 1;
    private static final long LAYERS = 2;
    private static final long FIRST_TRACK = 3;

    private final NetworkCost cost;
    private final List<LayerCost> layers;
    private final Slices slices;
    private final Packets packets = new Packets();

    private PerfettoTrace(NetworkCost cost, Slices slices) {
        this.cost = cost;
        this.layers = cost.layers();
        this.slices = slices;
    }

    /** The bytes of a trace file. */
    public static byte[] write(NetworkCost cost, Slices slices) {
        PerfettoTrace trace = new PerfettoTrace(cost, slices);
        trace.packets.track(
                MACHINE,
                "%s on %s".formatted(cost.graph().name(), cost.accelerator().name()),
                0);
        trace.layers();
        for (int core = 0; core < slices.cores(); core++) {
            for (Track track : Track.values()) {
                if (track.isAlwaysThere() || slices.count(core, track) > 0) {
                    trace.track(core, track);
                }
            }
        }
        return trace.packets.toByteArray();
    }

    private void layers() {
        packets.track(LAYERS, "layers", MACHINE);
        long start = 0;
        for (LayerCost layer : layers) {
            if (layer.cycles() > 0) {
                packets.begin(LAYERS, nanoseconds(start, 1), layer.name(), figures(layer));
                packets.end(LAYERS, nanoseconds(start + layer.cycles(), 1));
            }
            start += layer.cycles();
        }
    }

    private static Map<String, Long> figures(LayerCost layer) {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("MACs", layer.macs());
        figures.put("cycles", layer.cycles());
        figures.put("busy cycles", layer.busyCycles());
        for (Stall stall : layer.stalls()) {
            String cause = stall.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            figures.put("stall: " + cause, stall.cycles());
        }
        figures.put("DRAM bytes", layer.dram().total());
        return figures;
    }

    private void track(int core, Track track) {
        long uuid = FIRST_TRACK + (long) core * Track.values().length + track.ordinal();
        packets.track(uuid, track.wordsOf(core, slices.cores()), MACHINE);
        for (int i = 0; i < slices.count(core, track); i++) {
            String name = layers.get(slices.layer(core, track, i)).name();
            packets.begin(uuid, nanoseconds(slices.from(core, track, i), Timeline.TICKS_PER_CYCLE), name, Map.of());
            packets.end(uuid, nanoseconds(slices.to(core, track, i), Timeline.TICKS_PER_CYCLE));
        }
    }

    private long nanoseconds(long time, long perCycle) {
        return Math.round(time * 1e3 / (perCycle * cost.accelerator().clockMegahertz()));
    }
}
