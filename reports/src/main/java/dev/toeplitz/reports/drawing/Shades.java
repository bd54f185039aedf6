package dev.toeplitz.reports.drawing;

import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.Report.Row;

/** Colours of layers by their cycles, logarithmic, along cividis (Nuñez, Anderton, Renslow 2018). */
final class Shades {
    private static final int[][] CIVIDIS = {
        {0, 34, 78}, {18, 53, 112}, {59, 73, 108}, {87, 93, 109}, {112, 113, 115},
        {138, 134, 120}, {165, 156, 116}, {195, 179, 105}, {225, 204, 85}, {253, 231, 55}
    };

    private final double least;
    private final double most;

    private Shades(double least, double most) {
        this.least = least;
        this.most = most;
    }

    static Shades ofCycles(Report report) {
        double least = report.layers().stream()
                .mapToLong(Row::cycles)
                .filter(c -> c > 0)
                .min()
                .orElse(1);
        double most = report.layers().stream().mapToLong(Row::cycles).max().orElse(1);
        return new Shades(least, Math.max(most, least));
    }

    String fill(Row row) {
        if (row.cycles() == 0) {
            return "#f5f6f8";
        }
        int[] colour = colour(row);
        return "#%02x%02x%02x".formatted(colour[0], colour[1], colour[2]);
    }

    /** Black or white, whichever stands out. */
    String ink(Row row) {
        return row.cycles() == 0 || share(row) > 0.5 ? "#000000" : "#ffffff";
    }

    private double share(Row row) {
        return most == least ? 1 : Math.log(row.cycles() / least) / Math.log(most / least);
    }

    private int[] colour(Row row) {
        double place = share(row) * (CIVIDIS.length - 1);
        int below = (int) Math.min(CIVIDIS.length - 2, Math.floor(place));
        int[] colour = new int[3];
        for (int i = 0; i < colour.length; i++) {
            int from = CIVIDIS[below][i];
            colour[i] = (int) Math.round(from + (place - below) * (CIVIDIS[below + 1][i] - from));
        }
        return colour;
    }
}
