package dev.toeplitz.reports.drawing;

import dev.toeplitz.reports.terminal.Clean;
import java.util.Locale;

/** SVG as text: names escaped, coordinates in tenths, so that the same picture is the same bytes everywhere. */
final class Svg {
    /** Okabe and Ito's colours, which colour-blind readers can tell apart. */
    private static final String[] COLOURS = {
        "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#b0a500", "#000000"
    };

    private final StringBuilder text = new StringBuilder();

    Svg(String title, double width, double height) {
        text.append("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$s %2$s" width="%1$s" height="%2$s" font-family="sans-serif" font-size="12">
            <title>%3$s</title>
            <rect width="%1$s" height="%2$s" fill="#ffffff"/>
            """.formatted(at(width), at(height), escaped(title, 200)));
    }

    static String colour(int series) {
        return COLOURS[series % COLOURS.length];
    }

    static String at(double place) {
        String tenths = String.format(Locale.ROOT, "%.1f", place);
        return tenths.endsWith(".0") ? tenths.substring(0, tenths.length() - 2) : tenths;
    }

    static String escaped(String name, int most) {
        return Clean.text(name, most)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** @param anchor start, middle or end */
    void label(double x, double y, String anchor, String style, String words) {
        text.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" %s>%s</text>\n"
                .formatted(at(x), at(y), anchor, style, escaped(words, 120)));
    }

    void line(double x1, double y1, double x2, double y2, String colour) {
        text.append("<path d=\"M%s %sL%s %s\" stroke=\"%s\"/>\n".formatted(at(x1), at(y1), at(x2), at(y2), colour));
    }

    /** Further elements, as they are. */
    void add(String element) {
        text.append(element).append('\n');
    }

    String end() {
        return text + "</svg>\n";
    }
}
