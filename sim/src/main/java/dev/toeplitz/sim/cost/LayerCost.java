package dev.toeplitz.sim.cost;

import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.mapping.Tiling;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one layer costs. The time is {@link #cycles()}: busy cycles and stalls, each counted once.
 *
 * @param busyCycles cycles in which the layer's engine works: array and exposed vector work, or data movement
 * @param arrayCycles of these, the array's own, fill and drain included
 * @param vectorCycles lane time of element-wise work, whether hidden behind the array or not
 * @param tiling how the operands are cut, for layers on the array; otherwise {@link Tiling#NONE}
 * @param share how several cores divide it; then times, folds and tiling are the slowest core's and the rest is all cores'
 * @param fused its part in a chain of layers that run as one; empty where it runs by itself
 * @param uncoded the bytes of {@code dram} as the buffers see them; the same where no tensor lies coded
 */
public record LayerCost(
        Layer layer,
        Engine engine,
        long macs,
        long operations,
        long busyCycles,
        long arrayCycles,
        long vectorCycles,
        List<Stall> stalls,
        Traffic dram,
        BufferAccesses buffers,
        ArrayUse array,
        Tiling tiling,
        CoreShare share,
        Optional<FusedShare> fused,
        Traffic uncoded) {
    public LayerCost {
        stalls = List.copyOf(stalls);
    }

    /** On one core, by itself, with tensors as they are. */
    public LayerCost(
            Layer layer,
            Engine engine,
            long macs,
            long operations,
            long busyCycles,
            long arrayCycles,
            long vectorCycles,
            List<Stall> stalls,
            Traffic dram,
            BufferAccesses buffers,
            ArrayUse array,
            Tiling tiling) {
        this(
                layer,
                engine,
                macs,
                operations,
                busyCycles,
                arrayCycles,
                vectorCycles,
                stalls,
                dram,
                buffers,
                array,
                tiling,
                CoreShare.ONE,
                Optional.empty(),
                dram);
    }

    /** The same, whose DRAM bytes are those of coded tensors; these are the bytes that they stand for. */
    public LayerCost withUncoded(Traffic otherUncoded) {
        return new LayerCost(
                layer,
                engine,
                macs,
                operations,
                busyCycles,
                arrayCycles,
                vectorCycles,
                stalls,
                dram,
                buffers,
                array,
                tiling,
                share,
                fused,
                otherUncoded);
    }

    /** This and another part of the same layer at once, each on a core of its own; both with all element-wise work. */
    public LayerCost beside(LayerCost other) {
        LayerCost slower = other.cycles() > cycles() ? other : this;
        return new LayerCost(
                layer,
                engine,
                Math.addExact(macs, other.macs),
                operations,
                slower.busyCycles,
                slower.arrayCycles,
                slower.vectorCycles,
                slower.stalls,
                dram.plus(other.dram),
                buffers.plus(other.buffers),
                slower.array,
                slower.tiling);
    }

    /** The same, divided so, with these bytes. */
    public LayerCost with(CoreShare otherShare, Traffic otherDram) {
        return new LayerCost(
                layer,
                engine,
                macs,
                operations,
                busyCycles,
                arrayCycles,
                vectorCycles,
                stalls,
                otherDram,
                buffers,
                array,
                tiling,
                otherShare,
                fused,
                otherDram);
    }

    /** This and then another contraction of the same layer; the tiling shown is that of the longer one. */
    public LayerCost plus(LayerCost other) {
        Map<Cause, Long> waits = new EnumMap<>(Cause.class);
        stalls.forEach(stall -> waits.merge(stall.cause(), stall.cycles(), Math::addExact));
        other.stalls.forEach(stall -> waits.merge(stall.cause(), stall.cycles(), Math::addExact));
        return new LayerCost(
                layer,
                engine,
                Math.addExact(macs, other.macs),
                Math.addExact(operations, other.operations),
                Math.addExact(busyCycles, other.busyCycles),
                Math.addExact(arrayCycles, other.arrayCycles),
                Math.addExact(vectorCycles, other.vectorCycles),
                waits.entrySet().stream()
                        .map(wait -> new Stall(wait.getKey(), wait.getValue()))
                        .toList(),
                dram.plus(other.dram),
                buffers.plus(other.buffers),
                array.plus(other.array),
                arrayCycles >= other.arrayCycles ? tiling : other.tiling,
                share,
                fused,
                uncoded.plus(other.uncoded));
    }

    /** The same work in another time, as a finer model finds it. */
    public LayerCost with(long otherBusyCycles, List<Stall> otherStalls) {
        return new LayerCost(
                layer,
                engine,
                macs,
                operations,
                otherBusyCycles,
                arrayCycles,
                vectorCycles,
                otherStalls,
                dram,
                buffers,
                array,
                tiling,
                share,
                fused,
                uncoded);
    }

    /** The same work of all cores in the time that the part of one of them takes. */
    public LayerCost inTimeOf(LayerCost part) {
        return new LayerCost(
                layer,
                engine,
                macs,
                operations,
                part.busyCycles,
                part.arrayCycles,
                part.vectorCycles,
                part.stalls,
                dram,
                buffers,
                part.array,
                part.tiling,
                share,
                fused,
                uncoded);
    }

    public String name() {
        return layer.name();
    }

    public long stallCycles() {
        return stalls.stream().mapToLong(Stall::cycles).sum();
    }

    /** From this layer's start to its end. */
    public long cycles() {
        return Math.addExact(busyCycles, stallCycles());
    }

    public long stallCycles(Cause cause) {
        return stalls.stream()
                .filter(stall -> stall.cause() == cause)
                .mapToLong(Stall::cycles)
                .sum();
    }

    /** MACs done / (cycles × MACs a cycle). */
    public double utilization(Accelerator accelerator) {
        return cycles() == 0 ? 0 : macs / ((double) cycles() * accelerator.macsPerCycle());
    }

    /** Floating-point or integer operations per DRAM byte, a MAC counted as two; infinite where nothing moves. */
    public double arithmeticIntensity() {
        long work = Math.addExact(Math.multiplyExact(2, macs), operations);
        return dram.total() == 0 ? (work == 0 ? 0 : Double.POSITIVE_INFINITY) : work / (double) dram.total();
    }

    /** The fraction of peak that DRAM bandwidth allows at this arithmetic intensity; at most 1. */
    public double rooflineShare(Accelerator accelerator) {
        double balance = 2 * accelerator.balanceMacsPerByte();
        return Math.min(1, arithmeticIntensity() / balance);
    }
}
