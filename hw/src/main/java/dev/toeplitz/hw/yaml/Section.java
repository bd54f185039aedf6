package dev.toeplitz.hw.yaml;

import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a YAML file, read key by key. A scalar stands plain ({@code rows: 256}) or with its source ({@code rows:
 * {value: 256, source: "ISCA 2017"}}). Whatever is asked for is noted; {@link #close} refuses keys nobody asked for.
 */
final class Section {
    private static final String VALUE = "value";
    private static final String SOURCE = "source";

    private final String file;
    private final String path;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();
    private final List<Entry> entries;

    Section(String file, String path, Node node, List<Entry> entries) {
        this.file = file;
        this.path = path;
        this.line = line(node);
        this.entries = entries;
        if (!(node instanceof MappingNode mapping)) {
            throw refuse(
                    path,
                    line,
                    "%s found".formatted(kind(node)),
                    "a mapping of keys to values",
                    "indent its keys below it");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            add(tuple);
        }
    }

    private void add(NodeTuple tuple) {
        String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : kind(tuple.getKeyNode());
        if (values.put(key, tuple.getValueNode()) != null) {
            throw refuse(at(key), line(tuple.getKeyNode()), "the key stands twice", "each key once", "remove one");
        }
        lines.put(key, line(tuple.getKeyNode()));
    }

    boolean has(String key) {
        known.add(key);
        return values.containsKey(key);
    }

    /** The mapping under a key that must be there. */
    Section section(String key) {
        known.add(key);
        return new Section(file, at(key), required(key), entries);
    }

    /** The mappings of a list under a key that must be there. */
    List<Section> sections(String key) {
        known.add(key);
        if (!(required(key) instanceof SequenceNode sequence)) {
            throw refuse(at(key), lines.get(key), "no list found", "a list", "begin each item with '- '");
        }
        List<Section> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new Section(file, "%s[%d]".formatted(at(key), items.size()), item, entries));
        }
        return items;
    }

    /** The keys of this mapping and the text under each. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : values.keySet()) {
            texts.put(key, text(key));
        }
        return texts;
    }

    String text(String key) {
        return read(key, value -> value);
    }

    int integer(String key) {
        return read(key, Integer::parseInt, "a whole number");
    }

    int integer(String key, int otherwise) {
        return orDefault(key, otherwise, () -> integer(key));
    }

    double decimal(String key) {
        return read(key, Double::parseDouble, "a number");
    }

    double decimal(String key, double otherwise) {
        return orDefault(key, otherwise, () -> decimal(key));
    }

    boolean truth(String key, boolean otherwise) {
        return orDefault(key, otherwise, () -> read(key, Section::parseTruth, "true or false"));
    }

    String text(String key, String otherwise) {
        return orDefault(key, otherwise, () -> text(key));
    }

    /** A number of bytes: {@code 65536}, {@code 64 KiB}, {@code 24 MiB}. */
    long size(String key) {
        return read(key, Size::parse, "bytes, as 65536, 64 KiB or 24 MiB");
    }

    long size(String key, long otherwise) {
        return orDefault(key, otherwise, () -> size(key));
    }

    /** A constant of an enum by its name in lower case. */
    <E extends Enum<E>> E word(String key, Class<E> type, String kind) {
        return read(key, value -> constant(value, type, kind));
    }

    <E extends Enum<E>> E word(String key, Class<E> type, String kind, E otherwise) {
        return orDefault(key, otherwise, () -> word(key, type, kind));
    }

    /** The constant of that name, in whatever case. */
    static <E extends Enum<E>> E constant(String value, Class<E> type, String kind) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase())
                .toList();
        int index = names.indexOf(value.toLowerCase());
        if (index < 0) {
            throw InputException.unknown(kind, value, names);
        }
        return type.getEnumConstants()[index];
    }

    /** A list of words: {@code [input, output]}, or one word alone. */
    List<String> words(String key) {
        known.add(key);
        Node node = unwrapped(key);
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(text(key));
        }
        List<String> words = sequence.getValue().stream()
                .map(item -> item instanceof ScalarNode scalar ? scalar.getValue() : kind(item))
                .toList();
        note(key, String.join(", ", words));
        return words;
    }

    /** Runs a check of the section's values; a refusal is given the section's place. */
    <T> T checked(Supplier<T> make) {
        try {
            return make.get();
        } catch (InputException e) {
            throw e.at(path.isEmpty() ? file + ":" + line : file + ":" + line + ": " + path);
        }
    }

    /** Runs a check of the value under a key; a refusal is given the value's place. */
    <T> T checked(String key, Supplier<T> make) {
        try {
            return make.get();
        } catch (InputException e) {
            throw e.at(place(at(key), lines.getOrDefault(key, line)));
        }
    }

    /** Refuses keys that nobody asked for. */
    void close() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw InputException.unknown("key", key, known).at(place(at(key), lines.get(key)));
            }
        }
    }

    private <T> T orDefault(String key, T otherwise, Supplier<T> given) {
        if (has(key)) {
            return given.get();
        }
        entries.add(new Entry(at(key), String.valueOf(otherwise), "default", 0));
        return otherwise;
    }

    private <T> T read(String key, Function<String, T> parse, String expected) {
        return read(key, value -> {
            try {
                return parse.apply(value.strip());
            } catch (NumberFormatException _) {
                throw new InputException("'%s'".formatted(value), expected, "correct the value");
            }
        });
    }

    private <T> T read(String key, Function<String, T> parse) {
        known.add(key);
        if (!(unwrapped(key) instanceof ScalarNode scalar)) {
            throw refuse(
                    at(key),
                    lines.get(key),
                    "no single value",
                    "one value",
                    "write it plain or as {value: …, source: …}");
        }
        note(key, scalar.getValue());
        return checked(key, () -> parse.apply(scalar.getValue()));
    }

    private void note(String key, String value) {
        entries.add(new Entry(at(key), value, source(key).orElse(""), lines.get(key)));
    }

    /** The node under a key, taken out of its {value, source}. */
    private Node unwrapped(String key) {
        Node node = required(key);
        return node instanceof MappingNode mapping ? part(mapping, VALUE).orElse(node) : node;
    }

    private Optional<String> source(String key) {
        return required(key) instanceof MappingNode mapping
                ? part(mapping, SOURCE).map(node -> node instanceof ScalarNode scalar ? scalar.getValue() : "")
                : Optional.empty();
    }

    private Optional<Node> part(MappingNode mapping, String name) {
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!key.equals(VALUE) && !key.equals(SOURCE)) {
                throw InputException.unknown("key", key, List.of(VALUE, SOURCE))
                        .at(place(path, line(tuple.getKeyNode())));
            }
            if (key.equals(name)) {
                return Optional.of(tuple.getValueNode());
            }
        }
        return Optional.empty();
    }

    private Node required(String key) {
        Node node = values.get(key);
        if (node == null) {
            throw refuse(
                    path, line, "the key '%s' is missing".formatted(key), "it to be there", "add '%s:'".formatted(key));
        }
        return node;
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private InputException refuse(String where, int at, String found, String expected, String toTry) {
        return new InputException(found, expected, toTry).at(place(where, at));
    }

    private String place(String where, int at) {
        return where.isEmpty() ? file + ":" + at : file + ":" + at + ": " + where;
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static String kind(Node node) {
        return switch (node) {
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a list";
            default -> "a single value";
        };
    }

    private static boolean parseTruth(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new NumberFormatException(value);
        };
    }
}
