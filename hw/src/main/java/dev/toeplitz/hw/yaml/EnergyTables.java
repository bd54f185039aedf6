package dev.toeplitz.hw.yaml;

import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.hw.energy.TechnologyScaling;
import dev.toeplitz.terms.InputException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds energy tables: the published ones by name, other feature sizes scaled between them, anything else by file. */
public final class EnergyTables {
    /** What a report takes where nothing else is asked for. */
    public static final String DEFAULT = "45nm";

    private static final List<String> PUBLISHED = List.of("45nm", "7nm");
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)nm");
    /** Beyond these the law of two published points says nothing. */
    private static final double SMALLEST = 3;

    private static final double LARGEST = 180;

    private EnergyTables() {}

    /** The tables that were published as they are. */
    public static List<String> published() {
        return PUBLISHED;
    }

    /** {@code 45nm} or {@code 7nm} as published, {@code 28nm} and the like scaled, or the table in a file. */
    public static EnergyTable load(String nameOrFile) {
        if (PUBLISHED.contains(nameOrFile)) {
            return EnergyReader.read(nameOrFile, Resources.text("energy/" + nameOrFile + ".yaml"));
        }
        if (isFile(nameOrFile)) {
            return of(nameOrFile, Text.read(nameOrFile));
        }
        Matcher size = SIZE.matcher(nameOrFile);
        if (!size.matches()) {
            throw new InputException(
                    "'%s' is no energy table".formatted(nameOrFile),
                    "45nm, 7nm, another feature size such as 28nm, or a .yaml file",
                    "leave it out for " + DEFAULT);
        }
        double nanometres = Double.parseDouble(size.group(1));
        if (nanometres < SMALLEST || nanometres > LARGEST) {
            throw new InputException(
                    "%s is beyond what two published tables can be scaled to".formatted(nameOrFile),
                    "3nm to 180nm",
                    "write a table of your own");
        }
        return TechnologyScaling.between(load("45nm"), load("7nm"), nanometres);
    }

    /** The table in a text that came from a file of that name. */
    public static EnergyTable of(String file, String text) {
        return EnergyReader.read(file, text);
    }

    /** What stands in the file; empty where the table goes by a name. */
    public static Optional<String> text(String nameOrFile) {
        return isFile(nameOrFile) ? Optional.of(Text.read(nameOrFile)) : Optional.empty();
    }

    private static boolean isFile(String nameOrFile) {
        return nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml") || nameOrFile.contains("/");
    }
}
