package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColoursTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "unset",
            value = {"true, unset, ANSI", "true, '', ANSI", "true, 1, PLAIN", "true, 0, PLAIN", "false, unset, PLAIN"})
    void onlyATerminalIsColouredAndNoColorIsRespected(boolean isTerminal, String noColor, Colours expected) {
        Colours colours = Colours.of(isTerminal, noColor);
        assertThat(colours).isEqualTo(expected);
        assertThat(colours.heading("x")).isEqualTo(expected == Colours.ANSI ? "\u001b[1mx\u001b[0m" : "x");
        assertThat(colours.best("x")).isEqualTo(expected == Colours.ANSI ? "\u001b[1;32mx\u001b[0m" : "x");
    }
}
