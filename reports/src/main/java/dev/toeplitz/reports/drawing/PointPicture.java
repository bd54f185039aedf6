package dev.toeplitz.reports.drawing;

import java.util.List;
import java.util.stream.Collectors;

/** Points and lines over two axes, each linear or logarithmic. */
public record PointPicture(String title, Axis x, Axis y, List<Series> series, List<String> notes) {
    private static final double WIDTH = 760;
    private static final double HEIGHT = 420;
    private static final double LEFT = 70;
    private static final double TOP = 50;
    private static final double RIGHT = 140;
    private static final double BOTTOM = 52;
    private static final double NOTE = 17;

    /** How a series is drawn: as points, as points in a line, or as steps, each value holding up to the next. */
    public enum Shape {
        POINTS,
        LINE,
        STEPS
    }

    public PointPicture {
        series = List.copyOf(series);
        notes = List.copyOf(notes);
    }

    /**
     * @param radius in pixels; 0 leaves the point itself out
     * @param label beside the point; empty for none
     */
    public record Point(double x, double y, double radius, String label) {}

    public record Series(String name, Shape shape, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    public String svg() {
        Svg svg = new Svg(title, WIDTH, HEIGHT + notes.size() * NOTE);
        svg.label(10, 20, "start", "font-weight=\"bold\"", title);
        svg.label(10, TOP - 10, "start", "fill=\"#444c55\"", y.name());
        svg.label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, "middle", "fill=\"#444c55\"", x.name());
        grid(svg);
        Labels labels = new Labels(WIDTH);
        series.forEach(each -> each.points().forEach(p -> labels.keepOff(across(p), up(p), p.radius())));
        for (int i = 0; i < series.size(); i++) {
            draw(svg, labels, series.get(i), Svg.colour(i));
        }
        for (int i = 0; i < notes.size(); i++) {
            svg.label(10, HEIGHT + 4 + i * NOTE, "start", "fill=\"#444c55\" font-size=\"11\"", notes.get(i));
        }
        return svg.end();
    }

    private double across(Point point) {
        return LEFT + x.share(point.x()) * (WIDTH - LEFT - RIGHT);
    }

    private double up(Point point) {
        return HEIGHT - BOTTOM - y.share(point.y()) * (HEIGHT - BOTTOM - TOP);
    }

    private void grid(Svg svg) {
        for (double tick : x.ticks()) {
            double at = across(new Point(tick, y.least(), 0, ""));
            svg.line(at, TOP, at, HEIGHT - BOTTOM, "#dde1e6");
            svg.label(at, HEIGHT - BOTTOM + 16, "middle", "font-size=\"11\"", x.text(tick));
        }
        for (double tick : y.ticks()) {
            double at = up(new Point(x.least(), tick, 0, ""));
            svg.line(LEFT, at, WIDTH - RIGHT, at, "#dde1e6");
            svg.label(LEFT - 6, at + 4, "end", "font-size=\"11\"", y.text(tick));
        }
    }

    private void draw(Svg svg, Labels labels, Series drawn, String colour) {
        if (drawn.shape() != Shape.POINTS) {
            svg.add("<path d=\"M%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>"
                    .formatted(path(drawn), colour));
        }
        for (Point point : drawn.points()) {
            if (point.radius() > 0) {
                svg.add("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" fill-opacity=\"0.6\" stroke=\"%s\"/>"
                        .formatted(Svg.at(across(point)), Svg.at(up(point)), Svg.at(point.radius()), colour, colour));
            }
        }
        drawn.points().stream()
                .filter(point -> !point.label().isEmpty())
                .forEach(point -> labels.place(svg, across(point), up(point), point.radius(), point.label()));
        if (!drawn.name().isEmpty()) {
            Point last = drawn.points().getLast();
            labels.name(svg, WIDTH - RIGHT + 10, up(last), drawn.name(), colour);
        }
    }

    private String path(Series drawn) {
        return drawn.points().stream()
                .map(p -> drawn.shape() == Shape.STEPS && p != drawn.points().getFirst()
                        ? "H%sV%s".formatted(Svg.at(across(p)), Svg.at(up(p)))
                        : "%s %s".formatted(Svg.at(across(p)), Svg.at(up(p))))
                .collect(Collectors.joining(drawn.shape() == Shape.LINE ? "L" : ""));
    }
}
