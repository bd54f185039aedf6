package dev.toeplitz.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateTest {
    static Stream<Template> templates() {
        return Template.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void theSourceHasThePlacesThatTheTemplateNames(Template template) {
        List<String> inSource = Pattern.compile("\\$(\\w+)\\$")
                .matcher(template.text())
                .results()
                .map(MatchResult::group)
                .map(place -> place.replace("$", ""))
                .distinct()
                .toList();
        assertThat(inSource).containsExactlyInAnyOrderElementsOf(template.places());
        assertThat(template.text().contains("void $kernel$("))
                .as("a kernel has places, and words that kernels are written in have none")
                .isEqualTo(!template.places().isEmpty());
    }
}
