package dev.toeplitz.reports.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of several tables of one network joined where they share a node: a stage that a device runs as one kernel to the
 * layers that it covers, and a layer to the stages that carry it out, whichever of them is the coarser.
 */
public final class LayerJoin {
    private final Map<String, String> parent = new HashMap<>();

    private LayerJoin() {}

    /**
     * Rows that stand for the same nodes.
     *
     * @param rows for each table the places of its rows; none where it has no such nodes
     */
    public record Group(List<List<Integer>> rows) {
        /** Whether at least two tables have rows here. */
        public boolean joins() {
            return rows.stream().filter(each -> !each.isEmpty()).count() > 1;
        }
    }

    /**
     * @param tables for each table the names of the nodes that each of its rows stands for, at least one
     * @return every row in one group; groups in the order of the first table's rows, then the second's
     */
    public static List<Group> of(List<List<List<String>>> tables) {
        LayerJoin join = new LayerJoin();
        tables.stream().flatMap(Collection::stream).forEach(join::unite);
        Map<String, Group> groups = new LinkedHashMap<>();
        for (int table = 0; table < tables.size(); table++) {
            for (int row = 0; row < tables.get(table).size(); row++) {
                String root = join.root(tables.get(table).get(row).getFirst());
                groups.computeIfAbsent(root, _ -> empty(tables.size()))
                        .rows()
                        .get(table)
                        .add(row);
            }
        }
        return List.copyOf(groups.values());
    }

    private static Group empty(int tables) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int i = 0; i < tables; i++) {
            rows.add(new ArrayList<>());
        }
        return new Group(rows);
    }

    private void unite(List<String> nodes) {
        String first = root(nodes.getFirst());
        nodes.forEach(node -> parent.put(root(node), first));
    }

    private String root(String node) {
        String at = node;
        while (parent.containsKey(at) && !parent.get(at).equals(at)) {
            at = parent.get(at);
        }
        parent.put(node, at);
        return at;
    }
}
