package dev.toeplitz.sweep.space;

import dev.toeplitz.terms.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a sweep wants least, or most, of. Means over networks are weighted as the space says. */
public enum Objective {
    LATENCY("s", false),
    ENERGY("J", false),
    EDP("J s", false),
    PES("", false),
    BUFFER_BYTES("B", false),
    DSP("", false),
    BLOCK_RAM("", false),
    /** Inferences a second and watt, of the energy that is modelled; its inverse is the energy of one. */
    THROUGHPUT_PER_WATT("1/J", true),
    THROUGHPUT_PER_DSP("1/s", true);

    private static final List<Objective> RESULTS =
            Arrays.stream(values()).filter(Objective::isResult).toList();

    private final String unit;
    private final boolean most;

    Objective(String unit, boolean most) {
        this.unit = unit;
        this.most = most;
    }

    public String unit() {
        return unit;
    }

    /** Whether more is better. */
    public boolean most() {
        return most;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it counts blocks of an FPGA, so that the space must name one. */
    public boolean needsFpga() {
        return this == DSP || this == BLOCK_RAM || this == THROUGHPUT_PER_DSP;
    }

    /** Those that are known only after a simulation. */
    static List<Objective> results() {
        return RESULTS;
    }

    private boolean isResult() {
        return switch (this) {
            case LATENCY, ENERGY, EDP, THROUGHPUT_PER_WATT, THROUGHPUT_PER_DSP -> true;
            case PES, BUFFER_BYTES, DSP, BLOCK_RAM -> false;
        };
    }

    static Objective named(String word) {
        List<String> words = Arrays.stream(values()).map(Objective::word).toList();
        if (!words.contains(word)) {
            throw InputException.unknown("objective", word, words);
        }
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * @param weights of the networks, in the order of the figures
     */
    public double of(Resources resources, List<Figures> figures, List<Double> weights) {
        return switch (this) {
            case LATENCY -> mean(figures, weights, Part.SECONDS);
            case ENERGY -> mean(figures, weights, Part.JOULES);
            case EDP -> mean(figures, weights, Part.PRODUCT);
            case PES -> resources.pes();
            case BUFFER_BYTES -> resources.bufferBytes();
            case DSP -> resources.dsps();
            case BLOCK_RAM -> resources.blockRams();
            case THROUGHPUT_PER_WATT -> 1 / mean(figures, weights, Part.JOULES);
            case THROUGHPUT_PER_DSP -> 1 / (mean(figures, weights, Part.SECONDS) * resources.dsps());
        };
    }

    /** The same, so that less is better. */
    public double cost(double value) {
        return most ? -value : value;
    }

    private enum Part {
        SECONDS,
        JOULES,
        PRODUCT;

        double of(Figures figures) {
            double joules = figures.picojoules() * 1e-12;
            return switch (this) {
                case SECONDS -> figures.seconds();
                case JOULES -> joules;
                case PRODUCT -> joules * figures.seconds();
            };
        }
    }

    private static double mean(List<Figures> figures, List<Double> weights, Part part) {
        double sum = 0;
        double all = 0;
        for (int i = 0; i < figures.size(); i++) {
            sum += weights.get(i) * part.of(figures.get(i));
            all += weights.get(i);
        }
        return sum / all;
    }
}
