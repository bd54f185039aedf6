package dev.toeplitz.reports.drawing;

import dev.toeplitz.reports.terminal.Clean;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Where words stand beside points, so that they lie neither over each other nor over other points where that can be. */
final class Labels {
    /** Of a sans-serif letter at 11 pixels, rather too much than too little. */
    private static final double LETTER = 7;

    private static final double HEIGHT = 12;

    /** White around the letters, where they cross a line. */
    private static final String HALO = "font-size=\"11\" paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"4\"";

    /** Letters that the margin has room for. */
    private static final int NAME = 18;

    private final List<Rectangle2D> taken = new ArrayList<>();
    private final double width;

    Labels(double width) {
        this.width = width;
    }

    void keepOff(double x, double y, double radius) {
        taken.add(new Rectangle2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    /** Right of the point, left of it, above, below, and then further away. */
    void place(Svg svg, double x, double y, double radius, String words) {
        Rectangle2D best = null;
        for (double away = radius + 3; best == null && away < radius + 90; away += HEIGHT) {
            best = around(x, y, away, LETTER * words.length()).stream()
                    .filter(this::isFree)
                    .findFirst()
                    .orElse(null);
        }
        if (best == null) {
            best = around(x, y, radius + 3, LETTER * words.length()).getFirst();
        }
        taken.add(best);
        svg.label(best.getX(), best.getMaxY() - 3, "start", HALO, words);
    }

    /** A series' name in the right margin, beside its last point or as near below it as there is room. */
    void name(Svg svg, double x, double y, String name, String colour) {
        String words = Clean.text(name, NAME);
        Rectangle2D at = new Rectangle2D.Double(x, y - HEIGHT / 2, LETTER * words.length(), HEIGHT);
        while (!isFree(at)) {
            at = new Rectangle2D.Double(x, at.getY() + 2, at.getWidth(), HEIGHT);
        }
        taken.add(at);
        svg.label(x, at.getMaxY() - 2, "start", "fill=\"%s\"".formatted(colour), words);
    }

    private boolean isFree(Rectangle2D place) {
        return place.getX() >= 0 && place.getMaxX() <= width && taken.stream().noneMatch(place::intersects);
    }

    private static List<Rectangle2D> around(double x, double y, double away, double words) {
        double diagonal = away * 0.75;
        return List.of(
                new Rectangle2D.Double(x + away, y - HEIGHT / 2, words, HEIGHT),
                new Rectangle2D.Double(x - away - words, y - HEIGHT / 2, words, HEIGHT),
                new Rectangle2D.Double(x - words / 2, y - away - HEIGHT, words, HEIGHT),
                new Rectangle2D.Double(x - words / 2, y + away, words, HEIGHT),
                new Rectangle2D.Double(x + diagonal, y - diagonal - HEIGHT, words, HEIGHT),
                new Rectangle2D.Double(x + diagonal, y + diagonal, words, HEIGHT),
                new Rectangle2D.Double(x - diagonal - words, y - diagonal - HEIGHT, words, HEIGHT),
                new Rectangle2D.Double(x - diagonal - words, y + diagonal, words, HEIGHT));
    }
}
