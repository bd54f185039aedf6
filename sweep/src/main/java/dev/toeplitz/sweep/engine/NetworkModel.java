package dev.toeplitz.sweep.engine;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sweep.space.Figures;
import dev.toeplitz.sweep.space.LayerFigures;
import java.util.List;

/** Says what one network costs on any accelerator; many threads ask at once. */
public interface NetworkModel {
    String name();

    /**
     * @throws dev.toeplitz.terms.InputException where no tile of some layer fits the buffers
     */
    Figures estimate(Accelerator accelerator);

    /** Its layers on an accelerator that it fits, in the order in which they run. */
    List<LayerFigures> layers(Accelerator accelerator);
}
