package dev.toeplitz.reports.terminal;

import java.util.Locale;

/** Figures as people read them, in at most seven characters. */
public final class Units {
    private static final String[] DECIMAL = {"", "k", "M", "G", "T", "P", "E"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Units() {}

    /** 1 234 567 as 1.23M. */
    public static String count(double value) {
        int power = 0;
        double scaled = value;
        while (Math.abs(scaled) >= 999.5 && power < DECIMAL.length - 1) {
            scaled /= 1000;
            power++;
        }
        return power == 0 && value == Math.rint(value) ? "%d".formatted((long) value) : digits(scaled) + DECIMAL[power];
    }

    /** 24 · 2^20 bytes as 24.0 MiB. */
    public static String bytes(double value) {
        int power = 0;
        double scaled = value;
        while (Math.abs(scaled) >= 1023.5 && power < BINARY.length - 1) {
            scaled /= 1024;
            power++;
        }
        return (power == 0 ? "%d".formatted((long) value) : digits(scaled)) + " " + BINARY[power];
    }

    /** Seconds as s, ms, µs or ns. */
    public static String seconds(double value) {
        String[] units = {"s", "ms", "µs", "ns"};
        int power = 0;
        double scaled = value;
        while (scaled != 0 && scaled < 0.9995 && power < units.length - 1) {
            scaled *= 1000;
            power++;
        }
        return digits(scaled) + " " + units[power];
    }

    /** Picojoules as J, mJ, µJ, nJ or pJ. */
    public static String energy(double picojoules) {
        String[] units = {"pJ", "nJ", "µJ", "mJ", "J", "kJ"};
        int power = 0;
        double scaled = picojoules;
        while (scaled >= 999.5 && power < units.length - 1) {
            scaled /= 1000;
            power++;
        }
        return digits(scaled) + " " + units[power];
    }

    /** 0.256 as 25.6 %. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String digits(double value) {
        int decimals = Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
