package dev.toeplitz.sim.mapping.yaml;

import dev.toeplitz.hw.yaml.Section;
import dev.toeplitz.sim.mapping.Hold;
import dev.toeplitz.sim.mapping.Pin;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Mappings of layers as YAML: read with the line of whatever is wrong, and written so that they can be read. */
public final class MappingFile {
    private MappingFile() {}

    /** The mapping of each layer that a file names. */
    public static Map<String, Pin> read(String file) {
        Section top = Section.ofFile(file);
        Map<String, Pin> pins = new LinkedHashMap<>();
        for (Section section : top.sections("layers")) {
            String layer = section.text("layer");
            Pin pin = pin(section);
            if (pins.put(layer, pin) != null) {
                section.checked("layer", () -> {
                    throw new InputException("layer '%s' stands twice".formatted(layer), "each once", "remove one");
                });
            }
        }
        top.close();
        return pins;
    }

    private static Pin pin(Section section) {
        Map<LoopDim, Integer> tile = new EnumMap<>(LoopDim.class);
        Section sizes = section.sectionOrDefaults("tile");
        for (String key : sizes.keys()) {
            LoopDim loop = sizes.checked(key, () -> Section.constant(key, LoopDim.class, "loop"));
            tile.put(loop, sizes.integer(key));
        }
        List<MatrixAxis> order = section.words("order").stream()
                .map(word -> section.checked("order", () -> Section.constant(word, MatrixAxis.class, "role")))
                .toList();
        Map<Operand, Hold> holds = new EnumMap<>(Operand.class);
        Section held = section.sectionOrDefaults("holds");
        for (String key : held.keys()) {
            Operand operand = held.checked(key, () -> Section.constant(key, Operand.class, "operand"));
            holds.put(operand, held.word(key, Hold.class, "hold"));
        }
        section.close();
        return section.checked(() -> new Pin(tile, order, holds));
    }

    /** The text of a file with these mappings. */
    public static String write(Map<String, Pin> pins) {
        StringBuilder text = new StringBuilder("layers:\n");
        pins.forEach((layer, pin) -> text.append("  - layer: \"%s\"%n".formatted(escaped(layer)))
                .append("    tile: {%s}%n".formatted(loops(pin)))
                .append("    order: %s%n".formatted(pin.order()))
                .append("    holds: {%s}%n".formatted(holds(pin))));
        return text.toString();
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String loops(Pin pin) {
        return new EnumMap<>(pin.tile())
                .entrySet().stream()
                        .map(each -> lower(each.getKey()) + ": " + each.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String holds(Pin pin) {
        return List.of(Operand.values()).stream()
                .map(operand -> lower(operand) + ": " + lower(pin.hold(operand)))
                .collect(Collectors.joining(", "));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
