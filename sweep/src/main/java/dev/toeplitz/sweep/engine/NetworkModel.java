package dev.toeplitz.sweep.engine;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sweep.space.Figures;

/** Says what one network costs on any accelerator; many threads ask at once. */
public interface NetworkModel {
    String name();

    /**
     * @throws dev.toeplitz.terms.InputException where no tile of some layer fits the buffers
     */
    Figures estimate(Accelerator accelerator);
}
