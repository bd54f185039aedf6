package dev.toeplitz.sweep.space;

import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.Section;
import dev.toeplitz.hw.yaml.Template;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads a space from YAML; messages name file and line. */
public final class SpaceFile {
    private static final int MOST_VALUES = 1 << 20;

    private SpaceFile() {}

    public static Space read(Path file) {
        return parse(file.toString(), content(file), base -> Accelerators.template(relative(file, base)));
    }

    /**
     * A space from texts that were read before, perhaps on another machine: it is the same, down to its messages.
     *
     * @param base the name or file that the base was found by there, and what stood in it
     */
    public static Space of(String file, String text, Map.Entry<String, String> base) {
        return parse(file, text, _ -> Accelerators.template(base.getKey(), base.getValue()));
    }

    private static Space parse(String file, String text, Function<String, Template> template) {
        Section top = Section.of(file, text);
        String base = top.text("base");
        List<Parameter> parameters = parameters(top.section("parameters"));
        Map<String, Formula> derived = new LinkedHashMap<>();
        if (top.has("derived")) {
            Section section = top.section("derived");
            for (String path : section.keys()) {
                derived.put(path, section.checked(path, () -> new Formula(section.text(path))));
            }
        }
        List<Formula> constraints = new ArrayList<>();
        if (top.has("constraints")) {
            top.words("constraints")
                    .forEach(each -> constraints.add(top.checked("constraints", () -> new Formula(each))));
        }
        List<Objective> objectives = top.words("objectives").stream()
                .map(word -> top.checked("objectives", () -> Objective.named(word)))
                .toList();
        Optional<FpgaBudget> fpga = top.has("fpga") ? Optional.of(fpga(top)) : Optional.empty();
        Map<String, Double> networks = top.has("networks") ? weights(top.section("networks")) : Map.of();
        top.close();
        return top.checked(() ->
                new Space(text, template.apply(base), parameters, derived, constraints, fpga, objectives, networks));
    }

    /** A description beside the space is found from wherever the command runs. */
    private static String relative(Path file, String base) {
        boolean isFile = base.endsWith(".yaml") || base.endsWith(".yml");
        return isFile ? file.toAbsolutePath().resolveSibling(base).toString() : base;
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InputException("%s cannot be read (%s)".formatted(file, e), "a space", "check the path", e);
        }
    }

    private static FpgaBudget fpga(Section top) {
        if (!top.nests("fpga")) {
            return top.checked("fpga", () -> FpgaBudget.of(top.text("fpga"), true, false));
        }
        Section section = top.section("fpga");
        String device = section.text("device");
        boolean packs = section.truth("packs", true, "two products of 8 bits share a DSP block");
        boolean pumps = section.truth("double_pumps", false, "one clock");
        section.close();
        return section.checked("device", () -> FpgaBudget.of(device, packs, pumps));
    }

    private static Map<String, Double> weights(Section section) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String name : section.keys()) {
            double weight = section.decimal(name);
            weights.put(name, section.checked(name, () -> positive(weight)));
        }
        return weights;
    }

    private static double positive(double weight) {
        Require.that(weight > 0, "a weight of %s".formatted(weight), "above 0", "leave the network out");
        return weight;
    }

    private static List<Parameter> parameters(Section section) {
        List<Parameter> parameters = new ArrayList<>();
        for (String path : section.keys()) {
            parameters.add(section.checked(path, () -> new Parameter(path, values(section, path))));
        }
        return parameters;
    }

    private static List<String> values(Section section, String path) {
        if (!section.nests(path)) {
            return section.words(path);
        }
        Section range = section.section(path);
        List<String> values = range.has("powers_of_two") ? powers(range) : steps(range);
        range.close();
        return values;
    }

    private static List<String> powers(Section range) {
        List<String> ends = range.words("powers_of_two");
        List<String> values = new ArrayList<>();
        if (ends.size() == 2
                && Quantity.of(ends.get(0)) instanceof Double from
                && Quantity.of(ends.get(1)) instanceof Double to
                && from >= 1) {
            for (double value = from; value <= to; value *= 2) {
                values.add(Quantity.text(value));
            }
            return values;
        }
        throw new InputException(
                "powers_of_two is %s".formatted(ends), "least and most, from 1, as [8, 256]", "correct them");
    }

    private static List<String> steps(Section range) {
        double from = range.decimal("from");
        double to = range.decimal("to");
        double step = range.decimal("step");
        if (!(step > 0) || (to - from) / step > MOST_VALUES) {
            throw new InputException(
                    "from %s to %s by %s".formatted(from, to, step),
                    "a step above 0 and at most 2^20 values",
                    "correct it");
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; from + i * step <= to * (1 + 1e-12); i++) {
            values.add(Quantity.text(from + i * step));
        }
        return values;
    }
}
