package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Reads one energy table. What is left out of {@code dram} is taken from the published figures by standard. */
final class EnergyReader {
    private EnergyReader() {}

    static EnergyTable read(String file, String text) {
        return read(file, text, new ArrayList<>());
    }

    /**
     * @param entries takes every value with its source
     */
    static EnergyTable read(String file, String text, List<Entry> entries) {
        Section top = new Section(file, "", Text.compose(file, text), entries);
        top.sectionOrDefaults("sources").texts();
        String name = top.text("name", file, "the file's name");
        String title = top.text("title", name, "the name");
        double nanometres = top.decimal("nanometres", 0, "not told");
        Map<DataType, Double> add = byType(top.section("add"));
        Map<DataType, Double> multiply = byType(top.section("multiply"));
        NavigableMap<Double, Double> sram = new TreeMap<>();
        for (Section point : top.sections("sram")) {
            sram.put((double) point.size("bytes"), point.decimal("picojoules"));
            point.close();
        }
        double register = top.decimal("register_per_bit");
        Map<String, Double> dram = new TreeMap<>(publishedDram());
        dram.putAll(byStandard(top.sectionOrDefaults("dram")));
        EnergyTable table =
                top.checked(() -> new EnergyTable(name, title, nanometres, add, multiply, sram, register, dram));
        top.close();
        return table;
    }

    private static Map<DataType, Double> byType(Section section) {
        Map<DataType, Double> figures = new EnumMap<>(DataType.class);
        for (DataType type : DataType.values()) {
            String key = type.name().toLowerCase(Locale.ROOT);
            if (section.has(key)) {
                figures.put(type, section.decimal(key));
            }
        }
        section.close();
        return figures;
    }

    private static Map<String, Double> publishedDram() {
        Section top = new Section(
                "dram.yaml", "", Text.compose("dram.yaml", Resources.text("energy/dram.yaml")), new ArrayList<>());
        return byStandard(top.section("dram"));
    }

    private static Map<String, Double> byStandard(Section section) {
        Map<String, Double> figures = new TreeMap<>();
        for (String key : section.keys()) {
            figures.put(key.toLowerCase(Locale.ROOT), section.decimal(key));
        }
        return figures;
    }
}
