package dev.toeplitz.reports.drawing;

import dev.toeplitz.reports.drawing.Drawing.Box;
import dev.toeplitz.reports.drawing.Drawing.Line;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.Report.Row;
import dev.toeplitz.reports.terminal.Clean;
import dev.toeplitz.reports.terminal.Units;
import java.util.stream.Collectors;

/** The network as a picture of its own, coloured by cycles; for documents and pull requests. */
public final class SvgDrawing {
    /** Characters that fit a box at 10 pixels. */
    private static final int LABEL = 17;

    private SvgDrawing() {}

    public static String write(Report report) {
        Drawing drawing = LayeredDrawing.of(report);
        StringBuilder text = new StringBuilder("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" font-family="sans-serif" font-size="10">
            <title>%3$s on %4$s, layers coloured by cycles</title>
            <rect width="%1$d" height="%2$d" fill="#ffffff"/>
            """.formatted(
                        drawing.width(),
                        drawing.height(),
                        escaped(report.network().name(), 80),
                        escaped(report.accelerator().name(), 80)));
        drawing.lines().forEach(line -> text.append(line(line)));
        Shades shades = Shades.ofCycles(report);
        drawing.boxes().forEach(box -> text.append(box(report, box, shades)));
        return text.append("</svg>\n").toString();
    }

    private static String line(Line line) {
        return "<polyline fill=\"none\" stroke=\"#7d8894\" points=\"%s\"/>\n"
                .formatted(line.points().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    private static String box(Report report, Box box, Shades shades) {
        if (box.layer() < 0) {
            String name = report.network().inputs().get(-1 - box.layer());
            return group(box, "#ffffff", "#000000", name, name, "");
        }
        Row row = report.layers().get(box.layer());
        return group(
                box,
                shades.fill(row),
                shades.ink(row),
                row.name(),
                row.name() + ", " + row.operators(),
                Units.count(row.cycles()) + " cycles");
    }

    private static String group(Box box, String fill, String ink, String name, String title, String figure) {
        return """
            <g transform="translate(%d %d)"><title>%s</title><rect width="%d" height="%d" rx="5" fill="%s" stroke="#7d8894"/>\
            <text x="6" y="15" fill="%s">%s</text><text x="6" y="29" fill="%s">%s</text></g>
            """.formatted(
                        box.x(),
                        box.y(),
                        escaped(title, 120),
                        box.width(),
                        box.height(),
                        fill,
                        ink,
                        escaped(name, LABEL),
                        ink,
                        figure);
    }

    private static String escaped(String name, int most) {
        return Clean.text(name, most)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
