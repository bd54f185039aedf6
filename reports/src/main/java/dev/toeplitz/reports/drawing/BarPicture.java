package dev.toeplitz.reports.drawing;

import dev.toeplitz.reports.terminal.Clean;
import java.util.List;

/** Figures of several things as bars: a line for each thing, a panel with a scale of its own for each figure. */
public record BarPicture(String title, List<String> names, List<Panel> panels) {
    private static final double LABELS = 136;
    private static final int NAME = 18;
    private static final double PANEL = 200;
    private static final double VALUE = 62;
    private static final double LINE = 22;
    private static final double TOP = 62;

    public BarPicture {
        names = List.copyOf(names);
        panels = List.copyOf(panels);
    }

    /**
     * @param name of the figure, with its unit
     * @param values at least 0, one for each thing, in the panel's unit
     * @param texts how they are written
     */
    public record Panel(String name, List<Double> values, List<String> texts) {
        public Panel {
            values = List.copyOf(values);
            texts = List.copyOf(texts);
        }

        private double most() {
            return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        }
    }

    public String svg() {
        Svg svg = new Svg(title, LABELS + panels.size() * PANEL, TOP + names.size() * LINE + 10);
        svg.label(10, 20, "start", "font-weight=\"bold\"", title);
        for (int i = 0; i < names.size(); i++) {
            svg.label(LABELS - 8, middle(i) + 4, "end", "", Clean.text(names.get(i), NAME));
        }
        for (int p = 0; p < panels.size(); p++) {
            panel(svg, LABELS + p * PANEL, panels.get(p), Svg.colour(p));
        }
        return svg.end();
    }

    private void panel(Svg svg, double left, Panel panel, String colour) {
        svg.label(left, TOP - 14, "start", "fill=\"#444c55\"", panel.name());
        svg.line(left, TOP - 4, left, TOP + names.size() * LINE, "#7d8894");
        for (int i = 0; i < names.size(); i++) {
            double width =
                    panel.most() == 0 ? 0 : (PANEL - VALUE) * panel.values().get(i) / panel.most();
            svg.add("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>"
                    .formatted(Svg.at(left), Svg.at(middle(i) - 7), Svg.at(width), Svg.at(14), colour));
            svg.label(
                    left + width + 4,
                    middle(i) + 4,
                    "start",
                    "font-size=\"11\"",
                    panel.texts().get(i));
        }
    }

    private static double middle(int line) {
        return TOP + (line + 0.5) * LINE;
    }
}
