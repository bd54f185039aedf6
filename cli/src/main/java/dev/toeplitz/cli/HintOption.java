package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.hint.Hint;
import dev.toeplitz.graph.hint.Hints;
import dev.toeplitz.reports.terminal.Clean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Hints for the network's author, for commands that show a network. */
final class HintOption {
    private static final int COLUMNS = 96;
    private static final int SHOWN = 3;

    @Option(names = "--no-hints", description = "Leave out the hints for the network's author.")
    private boolean off;

    /** The hints rule by rule, the first of each in full and of the others the names; empty where there are none. */
    String text(Graph graph) {
        if (off) {
            return "";
        }
        Map<String, List<Hint>> rules = Hints.of(graph).stream()
                .collect(Collectors.groupingBy(Hint::rule, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        rules.forEach((rule, hints) -> append(text, rule, hints));
        return text.toString();
    }

    private static void append(StringBuilder text, String rule, List<Hint> hints) {
        text.append(wrapped("hint: ", "      ", rule));
        for (Hint hint : hints.subList(0, Math.min(SHOWN, hints.size()))) {
            text.append(wrapped("  " + Clean.text(hint.layer(), 40) + ": ", "      ", hint.found()));
        }
        if (hints.size() > SHOWN) {
            String names = hints.subList(SHOWN, hints.size()).stream()
                    .map(hint -> Clean.text(hint.layer(), 40))
                    .collect(Collectors.joining(", "));
            text.append(wrapped("  and %d more: ".formatted(hints.size() - SHOWN), "      ", names));
        }
    }

    /** Broken between words into lines that fit a terminal. */
    private static String wrapped(String first, String indent, String words) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(first);
        for (String word : words.split(" ")) {
            if (line.length() + word.length() > COLUMNS && !line.toString().isBlank()) {
                text.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(indent);
            }
            line.append(word).append(' ');
        }
        return text.append(line.toString().stripTrailing()).append('\n').toString();
    }
}
