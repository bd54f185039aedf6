package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The one table from ONNX operator and opset to what it becomes here. Each line holds for opsets {@code since} to
 * {@code until}; operators of families stand in the family's class.
 */
final class OnnxOperators {
    private static final Map<String, List<Entry>> TABLE = new HashMap<>();

    /** Operators of ONNX that are left out on purpose, with the reason. */
    private static final Map<String, String> REFUSED = new LinkedHashMap<>();

    /** One line of the table. */
    private record Entry(int since, int until, Rule rule) {}

    static {
        ActivationRules.add();
        ConvolutionRules.add();
        ElementwiseRules.add();
        NormalisationRules.add();
        ProductRules.add();
        QuantisedRules.add();
        ShapeRules.add();
        ReductionRules.add();
        RecurrentRules.add();
        ResizeRules.add();
        LossRules.add();
        MoveRules.add();
        GatherRules.add();
        KnownRules.add();
        refuse("control flow is not imported", "If", "Loop", "Scan", "SequenceMap");
        refuse(
                "sequences are not imported",
                "ConcatFromSequence",
                "SequenceAt",
                "SequenceConstruct",
                "SequenceEmpty",
                "SequenceErase",
                "SequenceInsert",
                "SequenceLength",
                "SplitToSequence");
        refuse("optional values are not imported", "Optional", "OptionalGetElement", "OptionalHasElement");
        refuse(
                "strings are not imported",
                "ImageDecoder",
                "RegexFullMatch",
                "StringConcat",
                "StringNormalizer",
                "StringSplit",
                "TfIdfVectorizer");
        refuse(
                "random numbers are not imported",
                "Bernoulli",
                "Multinomial",
                "RandomNormal",
                "RandomNormalLike",
                "RandomUniform",
                "RandomUniformLike");
    }

    private OnnxOperators() {}

    static void add(String name, int since, Rule rule) {
        add(name, since, Opsets.NEWEST, rule);
    }

    static void add(String name, int since, int until, Rule rule) {
        TABLE.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Entry(since, until, rule));
    }

    private static void refuse(String why, String... names) {
        for (String name : names) {
            REFUSED.put(name, why);
        }
    }

    /** The names of all operators that are imported, at any opset. */
    static Set<String> names() {
        return new TreeSet<>(TABLE.keySet());
    }

    static Rule rule(String name, int opset) {
        return find(name, opset).orElseThrow(() -> new IllegalStateException(name + " was not checked"));
    }

    private static Optional<Rule> find(String name, int opset) {
        return TABLE.getOrDefault(name, List.of()).stream()
                .filter(entry -> entry.since <= opset && opset <= entry.until)
                .map(Entry::rule)
                .findFirst();
    }

    /** Refuses a file with operators that are not in the table, and names them all: a user wants to know the whole list at once. */
    static void requireKnown(List<NodeProto> nodes, List<String> names, int opset) {
        Map<String, Integer> unknown = new LinkedHashMap<>();
        int first = -1;
        for (int i = 0; i < nodes.size(); i++) {
            if (!isKnown(nodes.get(i), opset)) {
                first = first < 0 ? i : first;
                unknown.merge(described(nodes.get(i)), 1, Integer::sum);
            }
        }
        if (first >= 0) {
            throw unknown(nodes.get(first), unknown, opset).at("node '%s'".formatted(names.get(first)));
        }
    }

    private static boolean isKnown(NodeProto node, int opset) {
        return Opsets.isDefault(node.getDomain())
                && find(node.getOpType(), opset).isPresent();
    }

    private static InputException unknown(NodeProto first, Map<String, Integer> all, int opset) {
        String list = all.entrySet().stream()
                .map(entry -> entry.getKey() + " ×" + entry.getValue())
                .collect(Collectors.joining(", "));
        String domain =
                Opsets.isDefault(first.getDomain()) ? "ai.onnx, opset " + opset : Names.clean(first.getDomain());
        return InputException.unknown(
                "operator that is imported from domain %s (all such in this file: %s)".formatted(domain, list),
                Names.clean(first.getOpType()),
                names());
    }

    /** Its name, and what is known about why it is not imported. */
    private static String described(NodeProto node) {
        String name = Names.clean(node.getOpType());
        if (!Opsets.isDefault(node.getDomain())) {
            return Names.clean(node.getDomain()) + "." + name;
        }
        if (REFUSED.containsKey(name)) {
            return "%s (%s)".formatted(name, REFUSED.get(name));
        }
        List<Entry> others = TABLE.getOrDefault(name, List.of());
        return others.isEmpty()
                ? name
                : "%s (only at opset %s)"
                        .formatted(
                                name,
                                others.stream()
                                        .map(entry -> entry.since + " to " + entry.until)
                                        .collect(Collectors.joining(", ")));
    }
}
