package dev.toeplitz.sweep.space;

import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.yaml.Template;
import dev.toeplitz.sim.fpga.Use;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All combinations of the parameters' values. A design's number counts through them, the last parameter fastest, so that
 * nothing has to be listed.
 *
 * @param text the file it was read from, which says which space it is
 * @param derived values that follow from others, by path
 * @param networks weights by name; empty where the command line names them
 */
public record Space(
        String text,
        Template template,
        List<Parameter> parameters,
        Map<String, Formula> derived,
        List<Formula> constraints,
        Optional<FpgaBudget> fpga,
        List<Objective> objectives,
        Map<String, Double> networks) {
    private static final Set<String> BUILT = Set.of("pes", "macs", "buffer_bytes");
    private static final Set<String> ON_FPGA =
            Set.of("dsp", "bram", "uram", "logic", "device.dsp", "device.bram", "device.uram", "device.logic");

    public Space {
        parameters = List.copyOf(parameters);
        constraints = List.copyOf(constraints);
        objectives = List.copyOf(objectives);
        Require.that(!parameters.isEmpty(), "parameters has none", "at least one", "name one under `parameters`");
        Require.that(!objectives.isEmpty(), "objectives has none", "at least one", "name one, as latency");
        Require.that(
                Set.copyOf(objectives).size() == objectives.size(),
                "objectives has one twice",
                "each once: twice it weighs no more",
                "remove one");
        parameters.forEach(each -> template.check(each.path()));
        derived.keySet().forEach(template::check);
        distinct(template, parameters, derived);
        size(parameters);
        Set<String> described = template.values().keySet();
        derived.values().forEach(each -> each.check(described));
        Set<String> known = new TreeSet<>(described);
        known.addAll(BUILT);
        known.addAll(fpga.isPresent() ? ON_FPGA : Set.of());
        constraints.forEach(each -> each.check(isOnResults(each) ? ofResults(fpga) : known));
        for (Objective each : objectives) {
            Require.that(
                    fpga.isPresent() || !each.needsFpga(),
                    "objectives has %s and there is no FPGA".formatted(each.word()),
                    "a device",
                    "add `fpga:` with a name of `toeplitz hw fpgas`");
        }
    }

    private static boolean isOnResults(Formula constraint) {
        return Objective.results().stream().anyMatch(each -> constraint.names().contains(each.word()));
    }

    /** What a constraint on results may name. */
    private static Set<String> ofResults(Optional<FpgaBudget> fpga) {
        Set<String> names = new TreeSet<>(BUILT);
        Objective.results().stream()
                .filter(each -> fpga.isPresent() || !each.needsFpga())
                .forEach(each -> names.add(each.word()));
        return names;
    }

    /**
     * Why a design that was simulated is refused after all; empty where it is not.
     *
     * @param weights of the networks, in the order of the figures
     */
    public Optional<String> refusal(Resources resources, List<Figures> figures, List<Double> weights) {
        Map<String, Object> named = new HashMap<>(values(resources));
        for (Formula constraint : constraints) {
            if (isOnResults(constraint)) {
                Objective.results().forEach(each -> named.put(each.word(), each.of(resources, figures, weights)));
                if (!constraint.holds(named::get)) {
                    return Optional.of("constraint: " + constraint);
                }
            }
        }
        return Optional.empty();
    }

    private static Map<String, Object> values(Resources resources) {
        return Map.of(
                "pes", (double) resources.pes(),
                "macs", (double) resources.macs(),
                "buffer_bytes", (double) resources.bufferBytes());
    }

    private static void distinct(Template template, List<Parameter> parameters, Map<String, Formula> derived) {
        List<String> paths = new ArrayList<>(derived.keySet());
        for (Parameter each : parameters) {
            for (String path : paths) {
                Require.that(
                        !template.same(path, each.path()),
                        "%s and %s are one value".formatted(path, each.path()),
                        "each value set once",
                        "remove one");
            }
            paths.add(each.path());
        }
    }

    private static long size(List<Parameter> parameters) {
        try {
            return parameters.stream().mapToLong(each -> each.values().size()).reduce(1, Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw new InputException(
                    "parameters has over 2^63 combinations", "fewer", "leave out parameters or values", e);
        }
    }

    /** The accelerator that designs differ from. */
    public Accelerator base() {
        return template.base();
    }

    /** How many designs there are, valid or not. */
    public long size() {
        return size(parameters);
    }

    /** Which value each parameter has in a design. */
    public int[] choices(long id) {
        int[] choices = new int[parameters.size()];
        long rest = id;
        for (int i = choices.length - 1; i >= 0; i--) {
            int count = parameters.get(i).values().size();
            choices[i] = (int) (rest % count);
            rest /= count;
        }
        return choices;
    }

    /** The number of the design in which each parameter has the value of that place. */
    public long id(int[] choices) {
        long id = 0;
        for (int i = 0; i < choices.length; i++) {
            id = id * parameters.get(i).values().size() + choices[i];
        }
        return id;
    }

    /** The parameters' values in a design, by path. */
    public Map<String, String> values(long id) {
        Map<String, String> values = new LinkedHashMap<>();
        int[] choices = choices(id);
        for (int i = 0; i < choices.length; i++) {
            Parameter parameter = parameters.get(i);
            values.put(parameter.path(), parameter.values().get(choices[i]));
        }
        return values;
    }

    public Design design(long id) {
        Map<String, String> given = values(id);
        Named named = new Named(template, new HashMap<>());
        given.forEach(named::put);
        try {
            derived.forEach((path, formula) -> {
                String value = formula.value(named::get);
                given.put(path, value);
                named.put(path, value);
            });
            Accelerator machine = template.with(given);
            return checked(new Built(id, machine, fpga.map(each -> each.use(machine))), named);
        } catch (InputException e) {
            return new Design.Refused(id, "description: " + Reasons.general(e.getMessage()));
        }
    }

    /** A design's values by name; those that it does not set are the description's. */
    private record Named(Template template, Map<String, Object> set) {
        Object get(String name) {
            Object value = set.get(name);
            return value == null ? Quantity.of(template.values().get(name)) : value;
        }

        void put(String path, String value) {
            set.put(path, Quantity.of(value));
        }
    }

    private record Built(long id, Accelerator machine, Optional<Use> use) {
        Resources resources() {
            Use taken = use.orElse(Use.NONE);
            long pes = (long) machine.cores()
                    * machine.peArray().rows()
                    * machine.peArray().cols();
            return new Resources(
                    pes, machine.macsPerCycle(), machine.onChipBytes(), taken.dsps(), taken.blockRams(), taken.logic());
        }
    }

    private Design checked(Built built, Named all) {
        Map<String, Object> named = all.set();
        Resources resources = built.resources();
        named.putAll(values(resources));
        fpga.ifPresent(each -> named.putAll(each.values()));
        built.use().ifPresent(each -> named.putAll(FpgaBudget.values(each)));
        for (Formula constraint : constraints) {
            if (!isOnResults(constraint) && !constraint.holds(all::get)) {
                return new Design.Refused(built.id(), "constraint: " + constraint);
            }
        }
        return new Design.Valid(built.id(), built.machine(), resources);
    }
}
