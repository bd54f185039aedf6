package dev.toeplitz.reports.drawing;

import java.util.List;

/**
 * Where everything of a graph stands, in pixels from the upper left corner.
 *
 * @param boxes the network's inputs and then its rows
 */
public record Drawing(int width, int height, List<Box> boxes, List<Line> lines) {
    public Drawing {
        boxes = List.copyOf(boxes);
        lines = List.copyOf(lines);
    }

    /**
     * A row, or an input of the network.
     *
     * @param layer the row's index; −1 − i for input i
     */
    public record Box(int layer, int x, int y, int width, int height) {}

    /**
     * From what is read to its reader.
     *
     * @param points x and y in turn, from the reader's end of {@code from} on
     */
    public record Line(int from, int to, List<Integer> points) {
        public Line {
            points = List.copyOf(points);
        }
    }
}
