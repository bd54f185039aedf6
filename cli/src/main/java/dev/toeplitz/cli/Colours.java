package dev.toeplitz.cli;

import java.io.Console;

/** Whether and how text stands out: on a terminal, unless NO_COLOR is set to anything (no-color.org). */
enum Colours {
    PLAIN("", ""),
    ANSI("\u001b[1", "\u001b[0m");

    private final String begin;
    private final String end;

    Colours(String begin, String end) {
        this.begin = begin;
        this.end = end;
    }

    /** Those of this process. */
    static Colours here() {
        Console console = System.console();
        return of(console != null && console.isTerminal(), System.getenv("NO_COLOR"));
    }

    static Colours of(boolean isTerminal, String noColor) {
        return isTerminal && (noColor == null || noColor.isEmpty()) ? ANSI : PLAIN;
    }

    /** The best of several. */
    String best(String text) {
        return with(";32m", text);
    }

    /** What names what stands below it; colour follows the terminal. */
    String heading(String text) {
        return with("m", text);
    }

    private String with(String colour, String text) {
        return this == PLAIN ? text : begin + colour + text + end;
    }
}
