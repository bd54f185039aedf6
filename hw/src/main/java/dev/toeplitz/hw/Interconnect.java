package dev.toeplitz.hw;

import dev.toeplitz.terms.Require;

/** How operands reach the PEs, and so what a fold pays before and after its useful cycles. */
public sealed interface Interconnect {
    /** Operands ripple from PE to PE: a fold pays for filling and draining the grid. */
    record Systolic() implements Interconnect {}

    /** Operands are broadcast and sums are taken by trees: a fold pays the pipeline's depth once. */
    record Broadcast(int pipelineCycles) implements Interconnect {
        public Broadcast {
            Require.atLeast("pipeline_cycles", pipelineCycles, 0);
        }
    }
}
