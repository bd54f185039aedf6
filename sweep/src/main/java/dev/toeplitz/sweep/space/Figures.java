package dev.toeplitz.sweep.space;

import java.io.Serializable;
import java.util.List;

/**
 * What one network costs on one design.
 *
 * @param seconds of one inference at the network's own batch
 * @param layers in the order in which they run; empty where they were not asked for
 */
public record Figures(
        String network, long cycles, double seconds, double picojoules, long dramBytes, List<LayerFigures> layers)
        implements Serializable {
    public Figures {
        layers = List.copyOf(layers);
    }

    public Figures(String network, long cycles, double seconds, double picojoules, long dramBytes) {
        this(network, cycles, seconds, picojoules, dramBytes, List.of());
    }

    /** The same, with what its layers cost. */
    public Figures with(List<LayerFigures> theirs) {
        return new Figures(network, cycles, seconds, picojoules, dramBytes, theirs);
    }
}
