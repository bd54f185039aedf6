package dev.toeplitz.hw.yaml;

import dev.toeplitz.terms.InputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A value as it stands in a description: plain ({@code 256}), or with its source ({@code {value: 256, source: "ISCA
 * 2017"}}).
 *
 * @param source empty where the description gives none
 */
record Sourced(Node value, String source) {
    private static final List<String> KEYS = List.of("value", "source");

    /** Whether the node is a {value, source}; else it is a value, or a section of its own. */
    static boolean is(Node node) {
        return node instanceof MappingNode mapping
                && mapping.getValue().stream().anyMatch(tuple -> KEYS.contains(key(tuple)));
    }

    static Sourced of(Node node) {
        if (!is(node)) {
            return new Sourced(node, "");
        }
        Map<String, Node> parts = new HashMap<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            add(parts, key(tuple), tuple.getValueNode());
        }
        if (!parts.containsKey("value")) {
            throw new InputException("a source without its value", "both", "write it as {value: …, source: …}");
        }
        return new Sourced(parts.get("value"), text(parts.get("source")));
    }

    private static String key(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static void add(Map<String, Node> parts, String key, Node value) {
        if (!KEYS.contains(key)) {
            throw InputException.unknown("key beside a value", key, KEYS);
        }
        if (parts.put(key, value) != null) {
            throw new InputException("'%s' stands twice".formatted(key), "it once", "remove one");
        }
    }

    private static String text(Node source) {
        return switch (source) {
            case null -> "";
            case ScalarNode scalar when !scalar.getValue().isBlank() -> scalar.getValue();
            default ->
                throw new InputException(
                        "a source that is no text", "where the value comes from", "write it in quotes");
        };
    }
}
