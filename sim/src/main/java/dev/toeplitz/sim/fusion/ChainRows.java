package dev.toeplitz.sim.fusion;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.sim.analytic.StallLedger;
import dev.toeplitz.sim.cost.ArrayUse;
import dev.toeplitz.sim.cost.BufferAccesses;
import dev.toeplitz.sim.cost.Cause;
import dev.toeplitz.sim.cost.CoreShare;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.FusedShare;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Stall;
import dev.toeplitz.sim.cost.Stream;
import dev.toeplitz.sim.cost.Traffic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A chain's cost as rows of its layers that sum to it. What DRAM makes the whole chain wait is shared among the layers in
 * proportion to their bytes.
 */
final class ChainRows {
    private final Network network;
    private final Chain chain;
    private final Segment segment;
    private final Strips strips;

    ChainRows(Network network, Chain chain) {
        this.network = network;
        this.chain = chain;
        this.segment = new Segment(network, chain.first(), chain.last());
        this.strips = segment.strips(chain.stripRows());
    }

    List<LayerCost> layers() {
        List<Traffic> traffic = new ArrayList<>();
        for (int i = chain.first(); i <= chain.last(); i++) {
            traffic.add(traffic(i));
        }
        long waiting = chain.cycles() - chain.onChipCycles() - chain.endCycles();
        long bytes = chain.dramBytes();
        List<LayerCost> layers = new ArrayList<>();
        for (int i = chain.first(); i <= chain.last(); i++) {
            Traffic own = traffic.get(i - chain.first());
            long share = own.total() == bytes ? waiting : Math.round(waiting * (own.total() / (double) bytes));
            layers.add(layer(i, own, share));
            waiting -= share;
            bytes -= own.total();
        }
        return layers;
    }

    private LayerCost layer(int index, Traffic traffic, long waiting) {
        LayerCost base = network.cost(index);
        StallLedger stalls = new StallLedger();
        if (index == chain.first()) {
            stalls.add(Cause.FIRST_TILE, base.stallCycles(Cause.FIRST_TILE));
        }
        if (index == chain.last()) {
            stalls.add(Cause.LAST_TILE, base.stallCycles(Cause.LAST_TILE));
        }
        LayerCost all = null;
        for (Map.Entry<Integer, Integer> some : segment.heights(strips, index).entrySet()) {
            LayerCost piece = times(network.pieces.of(index, some.getKey()), (long) segment.images() * some.getValue());
            all = all == null ? piece : all.plus(piece);
        }
        for (Stall stall : all.stalls()) {
            stalls.add(stall.cause(), stall.cycles());
        }
        stalls.addBandwidth(waiting, traffic);
        return new LayerCost(
                base.layer(),
                all.engine(),
                all.macs(),
                all.operations(),
                all.busyCycles(),
                all.arrayCycles(),
                all.vectorCycles(),
                stalls.stalls(),
                traffic,
                all.buffers(),
                all.array(),
                all.tiling(),
                CoreShare.ONE,
                Optional.of(share(index, all.macs() - base.macs())),
                traffic);
    }

    private FusedShare share(int index, long haloMacs) {
        return new FusedShare(
                network.cost(chain.first()).name(),
                network.cost(chain.last()).name(),
                chain.stripRows(),
                chain.strips(),
                chain.weightsStay(),
                (long) segment.images() * network.result(index).at(2),
                segment.rowsMade(strips, index),
                haloMacs,
                network.cost(index).dram().total(),
                chain.bytesSaved());
    }

    /** The same piece so often, one after the other. */
    private static LayerCost times(LayerCost piece, long count) {
        return new LayerCost(
                piece.layer(),
                piece.engine(),
                Math.multiplyExact(piece.macs(), count),
                Math.multiplyExact(piece.operations(), count),
                Math.multiplyExact(piece.busyCycles(), count),
                Math.multiplyExact(piece.arrayCycles(), count),
                Math.multiplyExact(piece.vectorCycles(), count),
                piece.stalls().stream()
                        .map(stall -> new Stall(stall.cause(), stall.cycles() * count))
                        .toList(),
                piece.dram(),
                new BufferAccesses(
                        Math.multiplyExact(piece.buffers().inputReads(), count),
                        Math.multiplyExact(piece.buffers().weightReads(), count),
                        Math.multiplyExact(piece.buffers().outputWrites(), count)),
                new ArrayUse(
                        Math.multiplyExact(piece.array().folds(), count),
                        piece.array().mappingEfficiency()),
                piece.tiling());
    }

    private Traffic traffic(int index) {
        Map<Stream, Long> bytes = new EnumMap<>(Stream.class);
        for (int map = 0; map < segment.outside.size(); map++) {
            if (segment.firstReaders.get(map) == index) {
                Stream stream = isOperand(index, segment.outside.get(map)) ? Stream.INPUT_READ : Stream.EPILOGUE_READ;
                bytes.merge(stream, segment.outsideBytes(strips, map), Math::addExact);
            }
        }
        long readings = chain.weightsStay() ? 1 : chain.strips();
        for (Layer.Read read : network.layer(index).reads()) {
            if (read.constant()) {
                Stream stream = isOperand(index, read.value()) ? Stream.WEIGHT_READ : Stream.EPILOGUE_READ;
                long once = network.accelerator
                        .precision()
                        .weight()
                        .bytes(read.value().type().elements());
                bytes.merge(stream, Math.multiplyExact(readings, once), Math::addExact);
            }
        }
        if (index == chain.last()) {
            bytes.put(Stream.OUTPUT_WRITE, segment.resultBytes());
        }
        return new Traffic(bytes);
    }

    /** Whether a tensor is one of the contraction's two; of a layer on the vector unit all are alike. */
    private boolean isOperand(int index, Value value) {
        Layer layer = network.layer(index);
        if (network.cost(index).engine() != Engine.ARRAY || !(layer.work().getFirst() instanceof MatrixWork work)) {
            return true;
        }
        List<Value> inputs = layer.nodes().getFirst().inputs();
        return inputs.get(work.contract().left().operand()) == value
                || inputs.get(work.contract().right().operand()) == value;
    }
}
