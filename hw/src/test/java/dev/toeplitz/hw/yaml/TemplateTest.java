package dev.toeplitz.hw.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateTest {
    static List<String> presets() {
        return Accelerators.presets();
    }

    /** Any paths, any order, values that are right and some that are not: parts read alone make what the whole reads. */
    @ParameterizedTest
    @MethodSource("presets")
    void anAcceleratorOfPartsIsThatReadInOneGo(String preset) {
        Template template = Accelerators.template(preset);
        List<String> paths = new ArrayList<>(template.values().keySet());
        Random random = new Random(preset.hashCode());
        for (int i = 0; i < 300; i++) {
            Map<String, String> given = new LinkedHashMap<>();
            for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
                String path = paths.get(random.nextInt(paths.size()));
                given.put(path, changed(template.values().get(path), random));
            }
            if (given.keySet().stream()
                    .anyMatch(path -> given.keySet().stream()
                            .anyMatch(other -> !other.equals(path) && template.same(path, other)))) {
                continue;
            }
            assertThat(read(() -> template.with(given))).as("%s", given).isEqualTo(read(() -> template.whole(given)));
        }
    }

    private static String changed(String value, Random random) {
        try {
            long scaled = Size.parse(value) * (1 + random.nextInt(4));
            return random.nextInt(20) == 0 ? "-" + scaled : String.valueOf(scaled);
        } catch (NumberFormatException _) {
            return switch (value) {
                case "true" -> "false";
                case "false" -> "true";
                case "int8" -> "int16";
                default -> random.nextInt(20) == 0 ? "nonsense" : value;
            };
        }
    }

    private static Object read(Supplier<Object> reading) {
        try {
            return reading.get();
        } catch (InputException e) {
            return e.getMessage();
        }
    }
}
