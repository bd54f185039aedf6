package dev.toeplitz.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** docs/cli.md is what picocli says of every command. */
class ReferenceTest {
    @Test
    void theReferenceIsWhatTheCommandsSayOfThemselves() throws IOException {
        StringBuilder text = new StringBuilder("""
            # Commands

            Written from the commands' own help; `./approve` brings it up to date.

            Exit codes: 0 fine, 1 a check failed, 2 bad input or usage, 3 device or machine trouble. Results go to standard
            output, everything else to standard error; work of more than a second says there what it is doing.
            """);
        describe(text, Main.commandLine());
        Approved.check(Path.of("..", "docs", "cli.md"), text.toString());
    }

    private static void describe(StringBuilder text, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        if (name.endsWith(" help")) {
            return;
        }
        text.append("\n## ").append(name).append("\n\n```\n");
        command.getUsageMessage(Ansi.OFF)
                .lines()
                .forEach(line -> text.append(line.stripTrailing()).append('\n'));
        text.append("```\n");
        command.getSubcommands().values().stream().distinct().forEach(each -> describe(text, each));
    }
}
