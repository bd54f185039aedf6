package dev.toeplitz.cli;

import dev.toeplitz.sweep.engine.Findings;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.space.Objective;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import dev.toeplitz.sweep.space.Space;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a sweep found, for scripts: the front in base units, and how many designs it was taken from. */
record SweepJson(
        String schema,
        List<String> networks,
        String strategy,
        long evaluated,
        Map<String, Long> refused,
        boolean complete,
        Map<String, String> units,
        List<Design> front) {
    static final String SCHEMA = "toeplitz-sweep/1";

    /**
     * @param objectives by name, in the unit that {@code units} gives
     * @param parameters as they stand in an accelerator's description
     */
    record Design(long id, Map<String, Double> objectives, Map<String, ?> parameters) {}

    static String write(Study study, Findings findings) {
        Space space = study.space();
        Map<String, String> units = new LinkedHashMap<>();
        space.objectives().forEach(each -> units.put(name(each), each.unit()));
        SweepJson json = new SweepJson(
                SCHEMA,
                study.networkNames(),
                findings.strategy(),
                findings.evaluated(),
                findings.refused(),
                findings.complete(),
                units,
                findings.front().stream().map(each -> design(space, each)).toList());
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(json)
                + "\n";
    }

    private static Design design(Space space, Evaluated each) {
        Map<String, Double> objectives = new LinkedHashMap<>();
        for (int i = 0; i < space.objectives().size(); i++) {
            objectives.put(name(space.objectives().get(i)), each.objectives().get(i));
        }
        return new Design(each.id(), objectives, space.values(each.id()));
    }

    private static String name(Objective objective) {
        return objective.name().toLowerCase(Locale.ROOT);
    }
}
