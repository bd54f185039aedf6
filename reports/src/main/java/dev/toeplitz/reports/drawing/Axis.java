package dev.toeplitz.reports.drawing;

import dev.toeplitz.reports.terminal.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * From which to which figure an axis goes, and how.
 *
 * @param name with its unit
 */
public record Axis(String name, double least, double most, boolean logarithmic) {
    private static final int FEWEST_TICKS = 4;

    /** From 0 to the next round figure above the values. */
    public static Axis linear(String name, DoubleStream values) {
        return between(name, 0, values.max().orElse(1));
    }

    /** From one figure to the next round one above another. */
    public static Axis between(String name, double least, double most) {
        double step = step(most - least);
        return new Axis(name, least, least + step * Math.ceil((most - least) / step - 1e-9), false);
    }

    /** Over the values' decades and their halves; all must be above 0. */
    public static Axis logarithmic(String name, DoubleStream values) {
        double[] all = values.sorted().toArray();
        double least = Math.pow(10, Math.floor(Math.log10(all[0]) + 1e-9));
        double most = Math.pow(10, Math.ceil(Math.log10(all[all.length - 1]) - 1e-9));
        return new Axis(
                name,
                all[0] >= 3 * least ? 3 * least : least,
                all[all.length - 1] <= 0.3 * most ? 0.3 * most : most,
                true);
    }

    /** Where a figure stands: 0 at the least, 1 at the most. */
    double share(double value) {
        return logarithmic ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (double decade = Math.pow(10, Math.floor(Math.log10(least))); decade <= most; decade *= 10) {
                for (double tick : new double[] {decade, 3 * decade}) {
                    if (tick >= least * 0.999 && tick <= most * 1.001) {
                        ticks.add(tick);
                    }
                }
            }
        } else {
            double step = step(most - least);
            for (int i = 0; least + i * step <= most * (1 + 1e-9); i++) {
                ticks.add(least + i * step);
            }
        }
        return ticks;
    }

    private static double step(double range) {
        double decade = Math.pow(10, Math.floor(Math.log10(range)));
        for (double step : new double[] {decade, decade / 2, decade / 5}) {
            if (range / step >= FEWEST_TICKS) {
                return step;
            }
        }
        return decade / 10;
    }

    String text(double tick) {
        double nearest = Math.rint(tick * 1e6) / 1e6;
        return Units.count(nearest);
    }
}
