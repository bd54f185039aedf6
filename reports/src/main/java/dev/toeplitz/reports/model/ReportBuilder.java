package dev.toeplitz.reports.model;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.work.Layer;
import dev.toeplitz.graph.work.Memory;
import dev.toeplitz.graph.work.Parameters;
import dev.toeplitz.graph.work.ReceptiveField;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.PeArray;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.reports.model.Report.Advice;
import dev.toeplitz.reports.model.Report.Figure;
import dev.toeplitz.reports.model.Report.MachineFacts;
import dev.toeplitz.reports.model.Report.NetworkFacts;
import dev.toeplitz.reports.model.Report.Row;
import dev.toeplitz.reports.model.Report.Totals;
import dev.toeplitz.sim.WhatIf;
import dev.toeplitz.sim.analytic.LayerExplanation;
import dev.toeplitz.sim.cost.Change;
import dev.toeplitz.sim.cost.Diagnosis;
import dev.toeplitz.sim.cost.Explanation;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.cost.Stall;
import dev.toeplitz.sim.cost.Traffic;
import dev.toeplitz.sim.energy.EnergyModel;
import dev.toeplitz.sim.energy.NetworkEnergy;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Joins what was simulated into a {@link Report}. The one place where figures are put together. */
public final class ReportBuilder {
    private final NetworkCost cost;
    private final Graph graph;
    private final Accelerator machine;
    private final WhatIf whatIf;
    private final Map<Value, List<ReceptiveField>> fields;
    private final OnChipFacts onChip;
    private final Map<Value, Integer> makers = new HashMap<>();
    private final NetworkEnergy energy;
    private final Played played;
    private final CodedFacts coded;

    private ReportBuilder(NetworkCost cost, WhatIf whatIf, EnergyTable table, Played played) {
        this.played = played;
        this.cost = cost;
        this.graph = cost.graph();
        this.machine = cost.accelerator();
        this.whatIf = whatIf;
        this.fields = ReceptiveField.of(graph);
        this.onChip = new OnChipFacts(graph, machine);
        for (int i = 0; i < graph.inputs().size(); i++) {
            makers.put(graph.inputs().get(i), -1 - i);
        }
        for (int i = 0; i < cost.layers().size(); i++) {
            for (Node node : cost.layers().get(i).layer().nodes()) {
                for (Value value : node.outputs()) {
                    makers.put(value, i);
                }
            }
        }
        this.energy = EnergyModel.of(cost, table);
        this.coded = new CodedFacts(cost);
    }

    /** Of a cost mapped for the fewest cycles, by the energy table that is taken where none is asked for. */
    public static Report build(NetworkCost cost, String source, List<String> folded) {
        return build(cost, EnergyTables.load(EnergyTables.DEFAULT), source, folded);
    }

    /** Of a cost mapped for the fewest cycles. */
    public static Report build(NetworkCost cost, EnergyTable table, String source, List<String> folded) {
        return build(cost, WhatIf.of(cost), table, source, folded);
    }

    /** With layers one after the other. */
    public static Report build(NetworkCost cost, WhatIf whatIf, EnergyTable table, String source, List<String> folded) {
        return build(cost, whatIf, table, source, folded, Played.inTurn(cost));
    }

    /**
     * @param whatIf what changes would do to this cost
     * @param source where the network came from: a file, or the zoo
     * @param folded what was computed while reading, as {@code name: why}
     * @param played when layers begin and end
     */
    public static Report build(
            NetworkCost cost, WhatIf whatIf, EnergyTable table, String source, List<String> folded, Played played) {
        ReportBuilder builder = new ReportBuilder(cost, whatIf, table, played);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < cost.layers().size(); i++) {
            rows.add(builder.row(i));
        }
        return new Report(
                Report.SCHEMA,
                builder.network(source, folded),
                builder.machine(),
                builder.totals(),
                advice(builder.whatIf.network()),
                rows,
                played.timeline(),
                builder.coded.sums());
    }

    private NetworkFacts network(String source, List<String> folded) {
        Parameters parameters = Parameters.of(graph);
        return new NetworkFacts(
                graph.name(),
                source,
                graph.inputs().stream().map(Value::toString).toList(),
                graph.outputs().stream().map(Value::toString).toList(),
                graph.nodes().size(),
                parameters.trainable(),
                parameters.statistics(),
                folded);
    }

    private MachineFacts machine() {
        PeArray array = machine.peArray();
        return new MachineFacts(
                machine.name(),
                machine.title(),
                (machine.cores() == 1 ? "" : machine.cores() + " cores of ")
                        + "%d x %d".formatted(array.rows(), array.cols()),
                array.dataflow().name(),
                machine.clockMegahertz(),
                machine.peakMacsPerSecond(),
                machine.dram().gigabytesPerSecond(),
                2 * machine.balanceMacsPerByte(),
                energy.table().name(),
                machine.buffers().stream().map(OnChipFacts::of).toList(),
                machine.im2col().name().toLowerCase(Locale.ROOT),
                machine.lowering().layout().name(),
                machine.fusesLayers());
    }

    private Totals totals() {
        Traffic dram = cost.dram();
        return new Totals(
                cost.cycles(),
                cost.seconds(),
                cost.seconds() == 0 ? 0 : batch() / cost.seconds(),
                cost.macs(),
                cost.sum(LayerCost::operations),
                cost.utilization(),
                cost.sum(LayerCost::busyCycles),
                stalls(cost.stalls()),
                dram.total(),
                streams(dram),
                energy.picojoules(),
                energy.byLevel(),
                machine.precision()
                        .output()
                        .bytes(Memory.inElements(graph).peak().size()),
                Words.of(cost.fidelity()),
                onChip.arrayBytes(cost.layers()));
    }

    private int batch() {
        return graph.inputs().isEmpty()
                        || graph.inputs().getFirst().type().shape().rank() == 0
                ? 1
                : Math.max(1, graph.inputs().getFirst().type().shape().at(0));
    }

    private Row row(int index) {
        LayerCost layer = cost.layers().get(index);
        Parameters parameters = Parameters.of(graph, layer.layer().nodes());
        Value output = layer.layer().outputs().getFirst();
        DataType weightType = machine.precision().weight();
        return new Row(
                index,
                layer.name(),
                layer.layer().nodes().stream().map(Node::name).toList(),
                layer.layer().operators(),
                output.type().shape().toString(),
                Words.of(layer.engine()),
                layer.macs(),
                layer.operations(),
                parameters.trainable(),
                weightType.bytes(parameters.trainable() + parameters.statistics()),
                outputBytes(layer),
                receptiveField(output),
                layer.cycles(),
                machine.seconds(layer.cycles()),
                layer.busyCycles(),
                stalls(layer.stalls()),
                layer.utilization(machine),
                layer.array().mappingEfficiency(),
                layer.array().folds(),
                layer.dram().total(),
                streams(layer.dram()),
                energy.layers().get(index).picojoules(),
                energy.layers().get(index).byLevel(),
                Double.isInfinite(layer.arithmeticIntensity()) ? null : layer.arithmeticIntensity(),
                layer.rooflineShare(machine),
                Words.tile(layer.tiling()),
                layer.tiling().order().stream().map(Enum::name).toList(),
                advice(whatIf.layer(index)),
                reads(layer.layer()),
                played.begins().get(index),
                layer.cycles() == 0 ? null : operations(layer) / machine.seconds(layer.cycles()),
                onChip.of(layer),
                LayerExplanation.of(layer, machine).stream()
                        .map(ReportBuilder::figure)
                        .toList(),
                played.ends().get(index),
                MappingFacts.of(layer, machine),
                coded.of(index));
    }

    private List<Integer> reads(Layer layer) {
        return layer.reads().stream()
                .map(Layer.Read::value)
                .filter(makers::containsKey)
                .map(makers::get)
                .distinct()
                .toList();
    }

    private static Figure figure(Explanation explanation) {
        return new Figure(
                explanation.name(),
                Double.isFinite(explanation.value()) ? explanation.value() : null,
                explanation.unit(),
                explanation.formula(),
                explanation.parts().stream().map(ReportBuilder::figure).toList());
    }

    private static double operations(LayerCost layer) {
        return 2.0 * layer.macs() + layer.operations();
    }

    private long outputBytes(LayerCost layer) {
        return layer.layer().outputs().stream()
                .mapToLong(
                        value -> machine.precision().output().bytes(value.type().elements()))
                .sum();
    }

    /** Extents along the input's spatial axes, as {@code 11x11}; empty where a value has none. */
    private String receptiveField(Value value) {
        return fields.getOrDefault(value, List.of()).stream()
                .map(field -> "%.0f".formatted(field.size()))
                .collect(Collectors.joining("x"));
    }

    private static Advice advice(Diagnosis diagnosis) {
        Map<String, Double> speedups = new LinkedHashMap<>();
        for (Change change : diagnosis.changes()) {
            speedups.put(change.name(), change.speedup());
        }
        return new Advice(diagnosis.limit().words(), diagnosis.reason(), speedups);
    }

    private static Map<String, Long> stalls(List<Stall> stalls) {
        Map<String, Long> byCause = new LinkedHashMap<>();
        stalls.forEach(stall -> byCause.put(Words.of(stall.cause()), stall.cycles()));
        return byCause;
    }

    private static Map<String, Long> streams(Traffic traffic) {
        Map<String, Long> byStream = new LinkedHashMap<>();
        traffic.bytes().forEach((stream, bytes) -> byStream.put(Words.of(stream), bytes));
        return byStream;
    }
}
