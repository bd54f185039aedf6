package dev.toeplitz.sim.analytic;

import dev.toeplitz.hw.Accelerator;

/** Chooses how contractions run: by a search, or as somebody wrote it down. */
public interface Mapper {
    /**
     * A mapping that fits the accelerator's buffers.
     *
     * @throws dev.toeplitz.terms.InputException where none fits
     */
    Choice map(MappingTask task, Accelerator accelerator);

    /** The mapper of one layer: this one, unless layers are told apart. Its answers may be kept for layers of one shape. */
    default Mapper ofLayer(String name) {
        return this;
    }

    /** The mapper for machines that differ from the one that mappings were written for. */
    default Mapper onOtherMachines() {
        return this;
    }
}
