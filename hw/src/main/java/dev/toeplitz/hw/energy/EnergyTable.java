package dev.toeplitz.hw.energy;

import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one operation or access takes in one technology, in picojoules. Types and capacities that were not published lie on
 * {@linkplain PowerLaw power laws} through those that were.
 *
 * @param nanometres the technology's name; 0 where it has none
 * @param add an addition by type; {@code multiply} likewise
 * @param sram picojoules of a 64-bit access by the bytes of the macro, reads and writes alike
 * @param registerPerBit one bit read from or written to a register or small scratchpad in a PE
 * @param dramPerBit one bit across the DRAM interface by standard, in lower case; {@value #OTHER_DRAM} for all others
 */
public record EnergyTable(
        String name,
        String title,
        double nanometres,
        Map<DataType, Double> add,
        Map<DataType, Double> multiply,
        NavigableMap<Double, Double> sram,
        double registerPerBit,
        Map<String, Double> dramPerBit) {
    /** The key under which the figure for a standard without one of its own stands. */
    public static final String OTHER_DRAM = "other";

    private static final int WORD_BITS = 64;

    public EnergyTable {
        requirePositive("add", add);
        requirePositive("multiply", multiply);
        requirePositive("sram", sram);
        requirePositive("dram", dramPerBit);
        Require.positive("register_per_bit", registerPerBit);
        add = Collections.unmodifiableMap(new EnumMap<>(add));
        multiply = Collections.unmodifiableMap(new EnumMap<>(multiply));
        sram = Collections.unmodifiableNavigableMap(new TreeMap<>(sram));
        dramPerBit = Collections.unmodifiableMap(new TreeMap<>(dramPerBit));
        Require.that(
                dramPerBit.containsKey(OTHER_DRAM),
                "dram has no '%s'".formatted(OTHER_DRAM),
                "a figure for standards that are not named",
                "add '%s:'".formatted(OTHER_DRAM));
    }

    private static void requirePositive(String name, Map<?, Double> figures) {
        if (figures.isEmpty()) {
            throw new InputException("%s has no figures".formatted(name), "at least one", "give a published figure");
        }
        figures.forEach((key, value) -> Require.positive("%s of %s".formatted(name, key), value));
    }

    /** Picojoules of one addition. */
    public double addition(DataType type) {
        return of(type, add, 1);
    }

    /** Picojoules of one multiplication. */
    public double multiplication(DataType type) {
        return of(type, multiply, 2);
    }

    /** Published, or by the width among the published types of the same kind; signs make no difference. */
    private static double of(DataType type, Map<DataType, Double> figures, double exponent) {
        if (figures.containsKey(type)) {
            return figures.get(type);
        }
        NavigableMap<Double, Double> byWidth = new TreeMap<>();
        // bfloat16 has float16's width and another mantissa, so it stands for itself alone.
        figures.forEach((each, picojoules) -> {
            if (each.isFloat() == type.isFloat() && each != DataType.BFLOAT16) {
                byWidth.put((double) each.bits(), picojoules);
            }
        });
        if (byWidth.isEmpty()) {
            throw new InputException(
                    "no figure for %s arithmetic".formatted(type.name().toLowerCase(Locale.ROOT)),
                    "one for some type of its kind",
                    "add it to the energy table");
        }
        return new PowerLaw(byWidth, exponent).at(type.bits());
    }

    /** Picojoules of one bit read from or written to an SRAM macro of that many bytes. */
    public double sramPerBit(double bytes) {
        return new PowerLaw(sram, 0.5).at(bytes) / WORD_BITS;
    }

    /** Picojoules of one bit across the interface of a DRAM standard: the longest key that its name begins with. */
    public double dramPerBit(String standard) {
        return dramPerBit.get(dramKey(standard));
    }

    /** Which of the table's standards stands for one by its full name, as {@code ddr3} for DDR3-1600. */
    public String dramKey(String standard) {
        String name = standard.toLowerCase(Locale.ROOT);
        return dramPerBit.keySet().stream()
                .filter(name::startsWith)
                .max(Comparator.comparingInt(String::length))
                .orElse(OTHER_DRAM);
    }
}
