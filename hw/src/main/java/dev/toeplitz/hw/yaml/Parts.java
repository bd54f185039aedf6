package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Lowering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Descriptions that differ in values are read part by part: a million designs have few different arrays, and few different
 * buffers, so each is read once. A part is what may be read without looking at the others; the vector unit belongs to the
 * array, whose columns are its lanes by default. Many threads may ask at once.
 */
final class Parts {
    /** So that memory does not grow with designs; what is forgotten is read again. */
    private static final int MOST_KNOWN = 1 << 16;

    private static final String ARRAY = "pe_array";
    private static final Set<String> WITH_ARRAY = Set.of(ARRAY, "vector_unit");
    private static final String BUFFER = "buffers.[";

    private final Accelerator base;
    private final Map<Map<String, String>, Accelerator> known = new ConcurrentHashMap<>();

    Parts(Accelerator base) {
        this.base = base;
    }

    /** The part that a place of the description lies in. */
    static String of(String place) {
        String first = place.startsWith(BUFFER) ? place.substring(0, place.indexOf(']') + 1) : place.split("\\.")[0];
        return WITH_ARRAY.contains(first) ? ARRAY : first;
    }

    /**
     * The accelerator whose parts are those of others, each of which differs from the base in that part alone.
     *
     * @param byPart values by place, by part
     * @param whole reads a description in which these values differ from the base
     */
    Accelerator assemble(Map<String, TreeMap<String, String>> byPart, Reader whole) {
        List<Buffer> buffers = new ArrayList<>(base.buffers());
        for (int i = 0; i < buffers.size(); i++) {
            buffers.set(i, part(byPart, BUFFER + i + "]", whole).buffers().get(i));
        }
        Accelerator array = part(byPart, ARRAY, whole);
        Accelerator memory = part(byPart, "dram", whole);
        return new Accelerator(
                base.name(),
                base.title(),
                part(byPart, "clock_mhz", whole).clockMegahertz(),
                part(byPart, "precision", whole).precision(),
                array.peArray(),
                buffers,
                part(byPart, "accumulators", whole).accumulators(),
                memory.dram(),
                part(byPart, "dma", whole).dma(),
                array.vectorUnit(),
                new Lowering(
                        part(byPart, "im2col", whole).im2col(),
                        memory.lowering().layout()),
                part(byPart, "cores", whole).cores(),
                part(byPart, "fuses_layers", whole).fusesLayers(),
                part(byPart, "compression", whole).compression());
    }

    /** Reads a description with values by place. */
    @FunctionalInterface
    interface Reader {
        Accelerator read(Map<String, String> values);
    }

    private Accelerator part(Map<String, TreeMap<String, String>> byPart, String part, Reader whole) {
        Map<String, String> values = byPart.get(part);
        if (values == null) {
            return base;
        }
        Accelerator found = known.get(values);
        if (found == null) {
            found = whole.read(values);
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(values, found);
        }
        return found;
    }
}
