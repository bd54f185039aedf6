package dev.toeplitz.sim.scoreboard;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.toeplitz.graph.op.Linear;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sim.Simulator;
import dev.toeplitz.sim.cost.LayerCost;
import dev.toeplitz.sim.cost.NetworkCost;
import dev.toeplitz.sim.energy.EnergyAction;
import dev.toeplitz.sim.energy.EnergyModel;
import dev.toeplitz.sim.energy.NetworkEnergy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Measurements of chips and FPGAs, one description a system. A row names the layers whose sum was measured: {@code *} for
 * all, {@code conv*} for those whose name begins so, {@code -Linear} for all but fully connected ones, else one layer. A network may have the side of
 * its images behind {@code at}; a description that runs layers in a row as one has {@code fused} behind it.
 */
final class MeasuredCases {
    private final Map<String, NetworkCost> costs = new HashMap<>();

    Stream<Comparison> comparisons() {
        return ReferenceTable.rows("measured.csv").stream().map(this::comparison);
    }

    private Comparison comparison(NamedCsvRecord row) {
        NetworkCost cost = costs.computeIfAbsent(
                String.join("|", row.getFields().subList(2, 6)) + row.getField("batch"), _ -> cost(row));
        return new Comparison(
                        row.getField("group"),
                        row.getField("kind"),
                        subject(row),
                        row.getField("metric"),
                        row.getField("unit"),
                        Double.parseDouble(row.getField("reference")),
                        OptionalDouble.of(figure(row, cost)),
                        Double.parseDouble(row.getField("bound")),
                        Optional.empty(),
                        row.getField("source"))
                .because(row.getField("why"));
    }

    private static String subject(NamedCsvRecord row) {
        String layers = switch (row.getField("layers")) {
            case "*" -> "";
            case "-Linear" -> " without fully connected layers";
            default -> " " + row.getField("layers");
        };
        String array = row.getField("array").isEmpty() ? "" : ", array " + row.getField("array");
        return row.getField("network") + layers + array;
    }

    private static NetworkCost cost(NamedCsvRecord row) {
        Options usual = Options.USUAL.withBatch(Integer.parseInt(row.getField("batch")));
        String[] network = row.getField("network").split(" at ");
        int size = network.length > 1 ? Integer.parseInt(network[1]) : 0;
        Options options = size > 0 ? usual.withSize(size, size) : usual;
        return Simulator.simulate(Networks.load(network[0], options), machine(row));
    }

    /** The description, with the array and the clock of the row where it gives them. */
    private static Accelerator machine(NamedCsvRecord row) {
        String[] name = row.getField("accelerator").split(" ");
        Accelerator machine = Accelerators.load(name[0]).withFusion(name.length > 1);
        if (!row.getField("array").isEmpty()) {
            String[] sides = row.getField("array").split(" x ");
            machine = machine.with(machine.peArray().with(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])));
        }
        return row.getField("clock_mhz").isEmpty()
                ? machine
                : machine.withClock(Double.parseDouble(row.getField("clock_mhz")));
    }

    private static double figure(NamedCsvRecord row, NetworkCost cost) {
        List<LayerCost> layers = cost.layers().stream()
                .filter(layer -> belongs(layer, row.getField("layers")))
                .toList();
        if (layers.isEmpty()) {
            throw new IllegalStateException("no layer is " + row.getField("layers"));
        }
        double seconds = cost.accelerator()
                .seconds(layers.stream().mapToLong(LayerCost::cycles).sum());
        double megabytes =
                layers.stream().mapToLong(layer -> layer.dram().total()).sum() / 1e6;
        return switch (row.getField("metric")) {
            case "latency" -> 1e3 * seconds;
            case "throughput" -> Integer.parseInt(row.getField("batch")) / seconds;
            case "DRAM traffic" -> megabytes;
            case "DRAM bandwidth" -> megabytes / seconds;
            case "energy without DRAM" -> millijoules(cost, layers);
            case "active PEs" ->
                efficiency(layers)
                        * cost.accelerator().peArray().rows()
                        * cost.accelerator().peArray().cols();
            default -> throw new IllegalStateException(row.getField("metric"));
        };
    }

    /** The mean over time of the share of PEs that work. */
    private static double efficiency(List<LayerCost> layers) {
        double busy = layers.stream()
                .mapToDouble(each -> each.arrayCycles() * each.array().mappingEfficiency())
                .sum();
        return busy / layers.stream().mapToLong(LayerCost::arrayCycles).sum();
    }

    /** By the table of 65 nm, of all levels on the chip. */
    private static double millijoules(NetworkCost cost, List<LayerCost> layers) {
        NetworkEnergy energy = EnergyModel.of(cost, EnergyTables.load("65nm"));
        return layers.stream()
                        .map(layer -> energy.layers().get(cost.layers().indexOf(layer)))
                        .flatMap(layer -> layer.actions().stream())
                        .filter(action -> !action.level().equals(EnergyModel.DRAM))
                        .mapToDouble(EnergyAction::picojoules)
                        .sum()
                / 1e9;
    }

    private static boolean belongs(LayerCost layer, String which) {
        return switch (which) {
            case "*" -> true;
            case "-Linear" -> !(layer.layer().nodes().getFirst().operator() instanceof Linear);
            default ->
                which.endsWith("*")
                        ? layer.name().startsWith(which.substring(0, which.length() - 1))
                        : layer.name().equals(which);
        };
    }
}
