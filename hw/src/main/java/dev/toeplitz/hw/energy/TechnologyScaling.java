package dev.toeplitz.hw.energy;

import dev.toeplitz.terms.DataType;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A table for a feature size between (or beyond) two that were published: each figure follows the power of the feature
 * size that links its own two published values. So arithmetic, which shrinks well, and small SRAM, which hardly does, each
 * keep their own trend, and both published tables come out as they are. Ideal scaling (size times voltage squared) would
 * take arithmetic at 7 nm to a third of what was published. DRAM is off the chip and keeps its figures.
 */
public final class TechnologyScaling {
    private TechnologyScaling() {}

    /** Figures that only one of the two tables has are left out, except registers' and DRAM's, which every table has. */
    public static EnergyTable between(EnergyTable one, EnergyTable other, double nanometres) {
        return new EnergyTable(
                "%snm".formatted(plain(nanometres)),
                "scaled from %s and %s".formatted(one.name(), other.name()),
                nanometres,
                byType(one, one.add(), other, other.add(), nanometres),
                byType(one, one.multiply(), other, other.multiply(), nanometres),
                bySize(one, other, nanometres),
                figure(one, one.registerPerBit(), other, other.registerPerBit(), nanometres),
                one.dramPerBit());
    }

    private static String plain(double nanometres) {
        return nanometres == Math.rint(nanometres) ? "%.0f".formatted(nanometres) : String.valueOf(nanometres);
    }

    private static Map<DataType, Double> byType(
            EnergyTable one,
            Map<DataType, Double> figures,
            EnergyTable other,
            Map<DataType, Double> others,
            double nanometres) {
        Map<DataType, Double> scaled = new EnumMap<>(DataType.class);
        figures.forEach((type, figure) -> {
            if (others.containsKey(type)) {
                scaled.put(type, figure(one, figure, other, others.get(type), nanometres));
            }
        });
        return scaled;
    }

    private static NavigableMap<Double, Double> bySize(EnergyTable one, EnergyTable other, double nanometres) {
        NavigableMap<Double, Double> scaled = new TreeMap<>();
        one.sram().forEach((bytes, figure) -> {
            if (other.sram().containsKey(bytes)) {
                scaled.put(bytes, figure(one, figure, other, other.sram().get(bytes), nanometres));
            }
        });
        return scaled;
    }

    private static double figure(EnergyTable one, double figure, EnergyTable other, double otherFigure, double size) {
        NavigableMap<Double, Double> bySize = new TreeMap<>();
        bySize.put(one.nanometres(), figure);
        bySize.put(other.nanometres(), otherFigure);
        return new PowerLaw(bySize, 1).at(size);
    }
}
