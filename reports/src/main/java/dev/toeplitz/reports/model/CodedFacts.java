package dev.toeplitz.reports.model;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.reports.model.Report.Coded;
import dev.toeplitz.reports.model.Report.CodedSums;
import dev.toeplitz.sim.coding.Coding;
import dev.toeplitz.sim.coding.Stored;
import dev.toeplitz.sim.cost.Engine;
import dev.toeplitz.sim.cost.NetworkCost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of a network that lie coded in DRAM, each in the row of the layer that first reads it or makes it. */
final class CodedFacts {
    private final Coding coding;
    private final Map<Value, Stored> weights = new LinkedHashMap<>();
    private final Map<Value, Stored> maps = new LinkedHashMap<>();
    private final List<List<Coded>> rows = new ArrayList<>();

    CodedFacts(NetworkCost cost) {
        coding = Coding.of(cost.graph(), cost.accelerator(), cost.contents());
        cost.layers()
                .forEach(layer -> rows.add(
                        // Where nothing moves, the same bytes have another name.
                        layer.engine() == Engine.NONE ? List.of() : row(layer.layer())));
    }

    private List<Coded> row(Layer layer) {
        List<Coded> row = new ArrayList<>();
        for (Layer.Read read : layer.reads()) {
            if (read.constant()) {
                add(row, weights, read.value(), "weight");
            }
        }
        layer.outputs().forEach(value -> add(row, maps, value, "map"));
        return row;
    }

    private void add(List<Coded> row, Map<Value, Stored> known, Value value, String kind) {
        coding.of(value)
                .filter(stored -> known.put(value, stored) == null)
                .ifPresent(stored -> row.add(new Coded(
                        value.name(),
                        kind,
                        stored.content().density(),
                        stored.denseBytes(),
                        bytes(stored.payloadBits()),
                        bytes(stored.indexBits()),
                        stored.ratio())));
    }

    List<Coded> of(int index) {
        return rows.get(index);
    }

    /** Absent where every tensor lies as it is. */
    CodedSums sums() {
        return weights.isEmpty() && maps.isEmpty()
                ? null
                : new CodedSums(
                        dense(weights), payload(weights), index(weights), dense(maps), payload(maps), index(maps));
    }

    private static long dense(Map<Value, Stored> tensors) {
        return bytes(tensors.values().stream().mapToLong(Stored::denseBits).sum());
    }

    private static long payload(Map<Value, Stored> tensors) {
        return bytes(tensors.values().stream().mapToLong(Stored::payloadBits).sum());
    }

    private static long index(Map<Value, Stored> tensors) {
        return bytes(tensors.values().stream().mapToLong(Stored::indexBits).sum());
    }

    private static long bytes(long bits) {
        return Math.ceilDiv(bits, (long) Byte.SIZE);
    }
}
