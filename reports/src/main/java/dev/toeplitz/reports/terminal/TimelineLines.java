package dev.toeplitz.reports.terminal;

import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.Report.Row;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A line a layer: where in the network's time it stands, and what its engine does there. Each of {@link #COLUMNS}
 * columns shows what takes most of it; a layer too short for a column gets one nevertheless.
 */
final class TimelineLines {
    private static final int COLUMNS = 48;
    private static final char BUSY = '#';

    private static final Map<String, Character> LETTERS = letters();

    private TimelineLines() {}

    private static Map<String, Character> letters() {
        Map<String, Character> letters = new LinkedHashMap<>();
        letters.put("first tile", 'f');
        letters.put("last tile", 'l');
        letters.put("input bandwidth", 'i');
        letters.put("weight bandwidth", 'w');
        letters.put("output bandwidth", 'o');
        letters.put("im2col", 'm');
        letters.put("buffer port", 'p');
        letters.put("buffer banks", 'b');
        letters.put("vector unit", 'v');
        return letters;
    }

    static String write(Report report) {
        StringBuilder text = new StringBuilder("\ntimeline: # busy, stalls: ");
        text.append(LETTERS.entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", ")))
                .append('\n');
        long start = 0;
        for (Row row : report.layers()) {
            if (row.cycles() > 0) {
                text.append(line(row, start, report.totals().cycles()).stripTrailing())
                        .append('\n');
            }
            start += row.cycles();
        }
        return text.toString();
    }

    private static String line(Row row, long start, long all) {
        return "%4d  %-22s |%s| busy %4s%s"
                .formatted(
                        row.index(),
                        Clean.text(row.name(), 22),
                        bar(row, start, all),
                        Units.percent(row.busyCycles() / (double) row.cycles()),
                        worst(row));
    }

    /** The row's stretch of the network's time: busy first, then its stalls by cause, in proportion. */
    private static String bar(Row row, long start, long all) {
        int from = (int) Math.min(COLUMNS - 1, start * COLUMNS / all);
        int to = Math.clamp((start + row.cycles()) * COLUMNS / all, from + 1, COLUMNS);
        char[] bar = new char[COLUMNS];
        Arrays.fill(bar, ' ');
        for (int i = from; i < to; i++) {
            bar[i] = letterAt(row, (i - from + 0.5) / (to - from) * row.cycles());
        }
        return new String(bar);
    }

    private static char letterAt(Row row, double cycle) {
        double end = row.busyCycles();
        if (cycle < end) {
            return BUSY;
        }
        for (Map.Entry<String, Long> stall : row.stallCycles().entrySet()) {
            end += stall.getValue();
            if (cycle < end) {
                return LETTERS.getOrDefault(stall.getKey(), '?');
            }
        }
        return BUSY;
    }

    private static String worst(Row row) {
        List<Map.Entry<String, Long>> stalls = row.stallCycles().entrySet().stream()
                .filter(each -> each.getValue() * 100 >= row.cycles())
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(2)
                .toList();
        return stalls.stream()
                .map(each -> ", %c %s"
                        .formatted(
                                LETTERS.getOrDefault(each.getKey(), '?'),
                                Units.percent(each.getValue() / (double) row.cycles())))
                .collect(Collectors.joining());
    }
}
