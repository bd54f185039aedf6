package dev.toeplitz.sim.fusion;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.sim.analytic.Pieces;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network layer by layer, as chains are looked for in it: who reads what, and what lies on the chip anyway. */
final class Network {
    /** Of a map that leaves the network or that nobody reads: no layer is the last to want it. */
    private static final int NEVER = Integer.MAX_VALUE;

    final NetworkCost base;
    final Accelerator accelerator;
    final Pieces pieces;
    private final List<RowReads> reads = new ArrayList<>();
    private final Map<Value, Integer> makers = new HashMap<>();
    private final int[] lastReaders;

    Network(NetworkCost base, Pieces pieces) {
        this.base = base;
        this.accelerator = base.accelerator();
        this.pieces = pieces;
        Map<Value, Integer> last = new HashMap<>();
        for (int i = 0; i < count(); i++) {
            int now = i;
            layer(i).outputs().forEach(value -> makers.put(value, now));
            layer(i).reads().forEach(read -> last.put(read.value(), now));
            reads.add(RowReads.of(layer(i), base.graph()));
        }
        base.graph().outputs().forEach(value -> last.put(value, NEVER));
        lastReaders = new int[count()];
        for (int i = 0; i < count(); i++) {
            for (Value value : layer(i).outputs()) {
                lastReaders[i] = Math.max(lastReaders[i], last.getOrDefault(value, NEVER));
            }
        }
    }

    int count() {
        return base.layers().size();
    }

    LayerCost cost(int index) {
        return base.layers().get(index);
    }

    Layer layer(int index) {
        return cost(index).layer();
    }

    RowReads reads(int index) {
        return reads.get(index);
    }

    /** The last layer that wants what a layer makes. */
    int lastReader(int index) {
        return lastReaders[index];
    }

    /** The layer that makes a map; −1 for the network's inputs. */
    int maker(Value value) {
        return makers.getOrDefault(value, -1);
    }

    Shape result(int index) {
        return layer(index).outputs().getFirst().type().shape();
    }

    /** Whether a map is on the chip from one layer to the next without fusion. */
    boolean stays(Value value) {
        int maker = maker(value);
        return maker >= 0 && mayStay(maker) && cost(maker).engine() != Engine.NONE;
    }

    /** Of what only has another shape it cannot be told. */
    private boolean mayStay(int maker) {
        return accelerator.buffer(Operand.INPUT).keepsActivations()
                && cost(maker).dram().bytes(Stream.OUTPUT_WRITE) == 0;
    }

    /** Bytes of maps that lie on the chip beside a chain: made before it, or its result. */
    long besideBytes(int first, int last) {
        long most = 0;
        for (int now = first; now <= last; now++) {
            long bytes = 0;
            for (int maker = 0; maker <= now; maker++) {
                boolean inside = maker >= first && maker < last;
                if (!inside && lastReaders[maker] >= now && mayStay(maker)) {
                    bytes += outputBytes(maker);
                }
            }
            most = Math.max(most, bytes);
        }
        return most;
    }

    private long outputBytes(int maker) {
        return layer(maker).outputs().stream()
                .mapToLong(value ->
                        accelerator.precision().output().bytes(value.type().elements()))
                .sum();
    }

    /** Why a layer can be in no chain; empty where it can. */
    Optional<String> refusal(int index) {
        if (accelerator.im2col() == Im2col.EXPLICIT) {
            return Optional.of("the Toeplitz matrix lies in DRAM");
        }
        if (accelerator.dma().requests().isPresent()) {
            return Optional.of("transfers go request by request, whose time a strip's cache would change");
        }
        if (accelerator.dma().loads().values().stream()
                .anyMatch(loading -> !loading.each().isEmpty())) {
            return Optional.of("operands are loaded anew for each block of a layer, not of a strip");
        }
        return switch (cost(index).engine()) {
            case ARRAY, VECTOR_UNIT -> reads.get(index).refusal();
            case DMA -> Optional.of("it moves data");
            case NONE -> Optional.of("it only has another shape");
        };
    }
}
