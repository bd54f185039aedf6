package dev.toeplitz.hw.yaml;

import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a YAML file, read key by key; each value may stand with its source ({@link Sourced}). Whatever is asked
 * for is noted as an {@link Entry}, defaults with their reason; {@link #close} refuses keys nobody asked for.
 */
public final class Section {
    /** Java would also read 1d, 0x1p3 and NaN, which no YAML 1.2 number is. */
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private final String file;
    private final String path;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();
    private final List<Entry> entries;

    Section(String file, String path, Node node, List<Entry> entries) {
        this(file, path, line(node), entries);
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

    /** One without keys, so that every default applies. */
    private Section(String file, String path, int line, List<Entry> entries) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.entries = entries;
    }

    /** The root of a YAML file. */
    public static Section ofFile(String file) {
        return of(file, Text.read(file));
    }

    /** The root of a text that came from a file of that name. */
    public static Section of(String file, String text) {
        return new Section(file, "", Text.compose(file, text), new ArrayList<>());
    }

    private void add(NodeTuple tuple) {
        String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : kind(tuple.getKeyNode());
        if (values.put(key, tuple.getValueNode()) != null) {
            throw refuse(at(key), line(tuple.getKeyNode()), "the key stands twice", "each key once", "remove one");
        }
        lines.put(key, line(tuple.getKeyNode()));
    }

    public boolean has(String key) {
        known.add(key);
        return values.containsKey(key);
    }

    /** Whether the value under a key is a mapping of its own, and not one value. */
    public boolean nests(String key) {
        return has(key) && values.get(key) instanceof MappingNode mapping && !Sourced.is(mapping);
    }

    /** The mapping under a key that must be there. */
    public Section section(String key) {
        known.add(key);
        return new Section(file, at(key), required(key), entries);
    }

    /** The mapping under a key, or one in which every default applies. */
    public Section sectionOrDefaults(String key) {
        return has(key) ? section(key) : new Section(file, at(key), line, entries);
    }

    /** The mappings of a list under a key that must be there. */
    public List<Section> sections(String key) {
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

    /** The keys of this mapping, as they stand in the file. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** The keys of this mapping and the text under each, which is not noted. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : values.keySet()) {
            texts.put(key, scalar(key, values.get(key)).getValue());
        }
        return texts;
    }

    public String text(String key) {
        return read(key, value -> value);
    }

    public String text(String key, String otherwise, String why) {
        return orDefault(key, otherwise, otherwise, why, () -> text(key));
    }

    public int integer(String key) {
        return read(key, Integer::parseInt, "a whole number below 2^31");
    }

    int integer(String key, int otherwise, String why) {
        return orDefault(key, otherwise, why, () -> integer(key));
    }

    public double decimal(String key) {
        return read(key, Section::parseDecimal, "a number");
    }

    double decimal(String key, double otherwise, String why) {
        return orDefault(key, otherwise, why, () -> decimal(key));
    }

    public boolean truth(String key, boolean otherwise, String why) {
        return orDefault(key, otherwise, why, () -> read(key, Section::parseTruth, "true or false"));
    }

    /** A number of bytes: {@code 65536}, {@code 64 KiB}, {@code 24 MiB}. */
    long size(String key) {
        return read(key, Size::parse, "bytes, as 65536, 64 KiB or 24 MiB");
    }

    /**
     * @param shown how the default is shown, where the number itself tells nobody anything
     */
    long size(String key, long otherwise, String shown, String why) {
        return orDefault(key, otherwise, shown, why, () -> size(key));
    }

    /** A constant of an enum by its name in lower case. */
    public <E extends Enum<E>> E word(String key, Class<E> type, String kind) {
        return read(key, value -> constant(value, type, kind));
    }

    public <E extends Enum<E>> E word(String key, Class<E> type, String kind, E otherwise, String why) {
        return orDefault(key, otherwise, lower(otherwise), why, () -> word(key, type, kind));
    }

    /** The constant of that name, in whatever case. */
    public static <E extends Enum<E>> E constant(String value, Class<E> type, String kind) {
        List<E> all = Arrays.asList(type.getEnumConstants());
        List<String> names = all.stream().map(Section::lower).toList();
        int index = names.indexOf(value.toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw InputException.unknown(kind, value, names);
        }
        return all.get(index);
    }

    /** A list of words: {@code [input, output]}, or one word alone. */
    public List<String> words(String key) {
        known.add(key);
        Sourced given = sourced(key);
        if (!(given.value() instanceof SequenceNode sequence)) {
            return List.of(text(key));
        }
        List<String> words = sequence.getValue().stream()
                .map(item -> scalar(key, item).getValue())
                .toList();
        note(key, String.join(", ", words), given.source());
        return words;
    }

    /**
     * Runs a check of the section's values; a refusal is given the section's place. Records begin their messages with the
     * name of the value that is wrong, which is its key; so the line can be that of the key.
     */
    public <T> T checked(Supplier<T> make) {
        try {
            return make.get();
        } catch (InputException e) {
            String subject = e.getMessage().split(" ", 2)[0];
            throw e.at(place(path, lines.getOrDefault(subject, line)));
        }
    }

    /** Runs a check of the value under a key; a refusal is given the value's place. */
    public <T> T checked(String key, Supplier<T> make) {
        try {
            return make.get();
        } catch (InputException e) {
            throw e.at(place(at(key), lines.getOrDefault(key, line)));
        }
    }

    /** Refuses keys that nobody asked for. */
    public void close() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw InputException.unknown("key", key, known).at(place(at(key), lines.get(key)));
            }
        }
    }

    /** Refuses a key of earlier descriptions, naming what stands in its place. */
    void refuseFormer(String key, String now) {
        if (values.containsKey(key)) {
            throw refuse(
                    at(key), lines.get(key), "this key is no longer", "its values under " + now, "move them there");
        }
    }

    private <T> T orDefault(String key, T otherwise, String why, Supplier<T> given) {
        return orDefault(key, otherwise, String.valueOf(otherwise), why, given);
    }

    private <T> T orDefault(String key, T otherwise, String shown, String why, Supplier<T> given) {
        if (has(key)) {
            return given.get();
        }
        entries.add(Entry.ofDefault(at(key), shown, why));
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
        Sourced given = sourced(key);
        String value = scalar(key, given.value()).getValue();
        note(key, value, given.source());
        return checked(key, () -> parse.apply(value));
    }

    private Sourced sourced(String key) {
        Node node = required(key);
        return checked(key, () -> Sourced.of(node));
    }

    private ScalarNode scalar(String key, Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar;
        }
        throw refuse(
                at(key),
                lines.get(key),
                "%s found".formatted(kind(node)),
                "one value",
                "write it plain or as {value: …, source: …}");
    }

    private void note(String key, String value, String source) {
        entries.add(new Entry(at(key), value, source, lines.get(key)));
    }

    private Node required(String key) {
        Node node = values.get(key);
        if (node == null) {
            throw refuse(
                    path,
                    line,
                    "the key '%s' is missing among %s".formatted(key, String.join(", ", values.keySet())),
                    "it to be there",
                    "add '%s:'".formatted(key));
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

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static double parseDecimal(String value) {
        if (!DECIMAL.matcher(value).matches()) {
            throw new NumberFormatException(value);
        }
        return Double.parseDouble(value);
    }

    private static boolean parseTruth(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new NumberFormatException(value);
        };
    }
}
