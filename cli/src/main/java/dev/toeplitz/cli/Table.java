package dev.toeplitz.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Plain columns, each as wide as its widest cell; the figures' columns aligned to the right. */
final class Table {
    private final List<String> header;
    private final boolean[] right;
    private final List<List<String>> rows = new ArrayList<>();

    /** A name that begins with '>' is a column of figures. */
    Table(String... names) {
        header = Arrays.stream(names).map(name -> name.replace(">", "")).toList();
        right = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            right[i] = names[i].startsWith(">");
        }
    }

    void row(Object... cells) {
        rows.add(Arrays.stream(cells).map(String::valueOf).toList());
    }

    @Override
    public String toString() {
        return write(UnaryOperator.identity());
    }

    /** @param heading what is done to the line of names: bold on a terminal, nothing elsewhere */
    String write(UnaryOperator<String> heading) {
        StringBuilder text = new StringBuilder();
        StringBuilder names = new StringBuilder();
        line(names, header);
        text.append(heading.apply(names.toString().stripTrailing())).append('\n');
        rows.forEach(row -> line(text, row));
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String space = " ".repeat(width(i) - cells.get(i).length());
            line.append(right[i] ? space + cells.get(i) : cells.get(i) + space).append("  ");
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private int width(int column) {
        int widest = header.get(column).length();
        for (List<String> row : rows) {
            widest = Math.max(widest, row.get(column).length());
        }
        return widest;
    }
}
