package dev.toeplitz.sim.analytic;

import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.VectorWork;
import dev.toeplitz.graph.work.Work;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.VectorUnit;
import dev.toeplitz.sim.cost.ArrayUse;
import dev.toeplitz.sim.cost.BufferAccesses;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.sim.mapping.Tiling;
import dev.toeplitz.terms.OperationKind;

/**
 * Cost of element-wise work: lanes work while data streams past, so the slower of the two sets the time. Temporaries
 * within one operator (a softmax's maximum, say) stay on the chip.
 */
final class VectorModel {
    private VectorModel() {}

    static LayerCost cost(Layer layer, Accelerator accelerator, Traffic dram) {
        long lanes = alone(layer, accelerator);
        long memory = (long) Math.ceil(Site.cyclesOf(dram.total(), accelerator));
        return new LayerCost(
                layer,
                Engine.VECTOR_UNIT,
                layer.macs(),
                operations(layer),
                lanes,
                0,
                lanes,
                new StallLedger()
                        .addBandwidth(Math.max(0, memory - lanes), dram)
                        .stalls(),
                dram,
                BufferAccesses.NONE,
                ArrayUse.NONE,
                Tiling.NONE);
    }

    /** Cycles in which the lanes are busy with all of a layer's element-wise work. */
    static long cycles(Layer layer, Accelerator accelerator) {
        long laneCycles = 0;
        for (Work work : layer.work()) {
            laneCycles +=
                    work instanceof VectorWork vector ? accelerator.vectorUnit().laneCycles(vector.operations()) : 0;
        }
        return Math.ceilDiv(laneCycles, (long) accelerator.vectorUnit().lanes());
    }

    /**
     * Cycles of a layer by itself on the lanes. A convolution without a sum over channels takes a multiply-accumulate a lane and
     * cycle. Followers that joined the layer's first node pass behind it as a pipeline.
     */
    private static long alone(Layer layer, Accelerator accelerator) {
        if (layer.macs() == 0) {
            return layer.nodes().size() > 1 ? pipelined(layer, accelerator) : cycles(layer, accelerator);
        }
        long products =
                Math.ceilDiv(layer.macs(), (long) accelerator.vectorUnit().lanes());
        return accelerator.vectorUnit().fusesEpilogues()
                ? Math.max(products, pipelined(layer, accelerator))
                : products + cycles(layer, accelerator);
    }

    /**
     * Cycles of a layer's followers when they are done on the results' way out: a pipeline that takes a result a lane and
     * cycle, however many adds, multiplications and comparisons stand in it; dividing and exponentials hold it up.
     */
    static long pipelined(Layer layer, Accelerator accelerator) {
        VectorUnit unit = accelerator.vectorUnit();
        long widest = 0;
        long slow = 0;
        for (Work work : layer.work()) {
            if (work instanceof VectorWork vector) {
                widest = Math.max(widest, vector.elements());
                slow += vector.operations(OperationKind.DIVIDE) * (unit.divideCycles() - 1L)
                        + vector.operations(OperationKind.EXPONENTIAL) * (unit.exponentialCycles() - 1L);
            }
        }
        return Math.ceilDiv(widest + slow, (long) unit.lanes());
    }

    /** Scalar operations of all kinds. */
    static long operations(Layer layer) {
        long operations = 0;
        for (Work work : layer.work()) {
            operations += work instanceof VectorWork vector ? vector.operationsInAll() : 0;
        }
        return operations;
    }
}
