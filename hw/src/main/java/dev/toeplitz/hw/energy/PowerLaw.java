package dev.toeplitz.hw.energy;

import dev.toeplitz.terms.InputException;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Figures at a few points and, between and beyond them, the power of x that links the two nearest: E(x) = E₁ · (x / x₁)^p.
 * Energies of multipliers over width and of SRAM over capacity follow such laws closely (p about 2 and about 1/2).
 *
 * @param points x and its figure, both above 0
 * @param exponent p where there is but one point
 */
public record PowerLaw(NavigableMap<Double, Double> points, double exponent) {
    public PowerLaw {
        if (points.isEmpty()) {
            throw new InputException("no figures", "at least one", "give a published figure");
        }
        points = Collections.unmodifiableNavigableMap(new TreeMap<>(points));
    }

    /** The figure at x; a published one exactly as it was published. */
    public double at(double x) {
        Double published = points.get(x);
        if (published != null) {
            return published;
        }
        Map.Entry<Double, Double> low = points.floorEntry(x);
        Map.Entry<Double, Double> high = points.ceilingEntry(x);
        if (low == null) {
            low = high;
            high = points.higherEntry(low.getKey());
        } else if (high == null) {
            high = low;
            low = points.lowerEntry(high.getKey());
        }
        if (low == null || high == null) {
            Map.Entry<Double, Double> only = points.firstEntry();
            return only.getValue() * Math.pow(x / only.getKey(), exponent);
        }
        return through(low, high, x);
    }

    private static double through(Map.Entry<Double, Double> one, Map.Entry<Double, Double> other, double x) {
        double power = Math.log(other.getValue() / one.getValue()) / Math.log(other.getKey() / one.getKey());
        return one.getValue() * Math.pow(x / one.getKey(), power);
    }
}
