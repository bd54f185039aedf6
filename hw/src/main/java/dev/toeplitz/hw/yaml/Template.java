package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Operand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A description that is read again and again with other values in some places, each named by its path: {@code
 * pe_array.rows}, {@code clock_mhz}. A buffer goes by an operand that it holds: {@code buffers.input.bytes}. What a
 * description may leave out has a path too. Values are read as those of a file are, with the same checks.
 */
public final class Template {
    private static final Pattern IN_BUFFER = Pattern.compile("buffers\\[(\\d+)]\\.(.*)");
    private static final Set<String> NO_PARAMETERS = Set.of("name", "title", "holds");

    private final String file;
    private final String text;
    private final Node root;
    private final Accelerator base;
    /** From a path to where it leads: keys, and positions as {@code [0]}. */
    private final Map<String, String> places = new LinkedHashMap<>();

    private final Map<String, String> parts = new HashMap<>();
    private final Parts known;

    private final Map<String, String> values = new LinkedHashMap<>();

    Template(String file, String text) {
        this.file = file;
        this.text = text;
        this.root = Text.compose(file, text);
        Description description = AcceleratorReader.read(file, root);
        this.base = description.accelerator();
        description.entries().forEach(this::add);
        places.forEach((path, place) -> parts.put(path, Parts.of(place)));
        this.known = new Parts(base);
    }

    private void add(Entry entry) {
        if (NO_PARAMETERS.contains(entry.path().substring(entry.path().lastIndexOf('.') + 1))) {
            return;
        }
        Matcher buffer = IN_BUFFER.matcher(entry.path());
        if (!buffer.matches()) {
            places.put(entry.path(), entry.path());
            values.put(entry.path(), entry.value());
            return;
        }
        int index = Integer.parseInt(buffer.group(1));
        for (Operand operand : base.buffers().get(index).holds()) {
            String path = "buffers." + operand.name().toLowerCase(Locale.ROOT) + "." + buffer.group(2);
            places.put(path, "buffers.[" + index + "]." + buffer.group(2));
            values.put(path, entry.value());
        }
    }

    /** The name or file that it was found by. */
    public String file() {
        return file;
    }

    /** The description as it stands there. */
    public String text() {
        return text;
    }

    /** The accelerator as it is described. */
    public Accelerator base() {
        return base;
    }

    /** Every path and the value that stands there, or is taken by default. */
    public Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /** Refuses a path that the description does not have, with the nearest one. */
    public void check(String path) {
        if (!places.containsKey(path)) {
            throw InputException.unknown("parameter of " + file, path, places.keySet());
        }
    }

    /** Whether two paths name one value, as those of a buffer that holds two operands do. */
    public boolean same(String path, String other) {
        return places.get(path).equals(places.get(other));
    }

    /**
     * The accelerator with these values, by path.
     *
     * @throws InputException where a value is not one of its kind, or the whole is no accelerator
     */
    public Accelerator with(Map<String, String> given) {
        Map<String, TreeMap<String, String>> byPart = new HashMap<>();
        for (Map.Entry<String, String> each : given.entrySet()) {
            String path = each.getKey();
            check(path);
            byPart.computeIfAbsent(parts.get(path), part -> new TreeMap<>()).put(places.get(path), each.getValue());
        }
        try {
            return known.assemble(byPart, this::read);
        } catch (InputException _) {
            // What is wrong with the whole is said with its line.
            return whole(given);
        }
    }

    /** The same, read in one go. */
    Accelerator whole(Map<String, String> given) {
        Map<String, String> byPlace = new LinkedHashMap<>();
        given.forEach((path, value) -> byPlace.put(places.get(path), value));
        return read(byPlace);
    }

    private Accelerator read(Map<String, String> byPlace) {
        Node changed = root;
        for (Map.Entry<String, String> each : byPlace.entrySet()) {
            changed = set(changed, List.of(each.getKey().split("\\.")), each.getValue());
        }
        return AcceleratorReader.read(file, changed).accelerator();
    }

    /** Only what lies on the way is made anew; all else is shared. */
    private static Node set(Node node, List<String> way, String value) {
        if (way.isEmpty()) {
            return new ScalarNode(Tag.STR, true, value, ScalarStyle.PLAIN, node.getStartMark(), node.getEndMark());
        }
        List<String> rest = way.subList(1, way.size());
        return switch (node) {
            case SequenceNode sequence -> {
                List<Node> items = new ArrayList<>(sequence.getValue());
                int index = Integer.parseInt(
                        way.getFirst().substring(1, way.getFirst().length() - 1));
                items.set(index, set(items.get(index), rest, value));
                yield new SequenceNode(
                        node.getTag(), true, items, sequence.getFlowStyle(), node.getStartMark(), node.getEndMark());
            }
            case MappingNode mapping -> {
                List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
                put(tuples, mapping, rest, way.getFirst(), value);
                yield new MappingNode(
                        node.getTag(), true, tuples, mapping.getFlowStyle(), node.getStartMark(), node.getEndMark());
            }
            default -> throw new IllegalStateException("a value where a section was read");
        };
    }

    private static void put(List<NodeTuple> tuples, MappingNode within, List<String> rest, String key, String value) {
        for (int i = 0; i < tuples.size(); i++) {
            NodeTuple tuple = tuples.get(i);
            if (tuple.getKeyNode() instanceof ScalarNode scalar
                    && scalar.getValue().equals(key)) {
                tuples.set(i, new NodeTuple(tuple.getKeyNode(), set(tuple.getValueNode(), rest, value)));
                return;
            }
        }
        Node empty = new MappingNode(
                Tag.MAP, true, List.of(), within.getFlowStyle(), within.getStartMark(), within.getEndMark());
        Node name = new ScalarNode(Tag.STR, true, key, ScalarStyle.PLAIN, within.getStartMark(), within.getEndMark());
        tuples.add(new NodeTuple(name, set(empty, rest, value)));
    }
}
