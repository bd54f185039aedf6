package dev.toeplitz.sim.search;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Buffer;
import dev.toeplitz.hw.Dma;
import dev.toeplitz.hw.Im2col;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.Precision;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What has to be the same for a mapping to be of use on another machine: all but sizes, bandwidth and clock. */
record Kind(PeArray array, Precision precision, List<Port> ports, boolean accumulators, Dma dma, Im2col im2col) {
    record Port(Set<Operand> holds, boolean doubled, long bytesPerCycle) {}

    static Kind of(Accelerator machine) {
        List<Port> ports = new ArrayList<>(machine.buffers().size());
        for (Buffer buffer : machine.buffers()) {
            ports.add(new Port(buffer.holds(), buffer.doubleBuffered(), buffer.bytesPerCycle()));
        }
        return new Kind(
                machine.peArray(),
                machine.precision(),
                ports,
                machine.accumulators().present(),
                machine.dma(),
                machine.im2col());
    }
}
