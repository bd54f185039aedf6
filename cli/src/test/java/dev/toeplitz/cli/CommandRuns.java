package dev.toeplitz.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Tests that run commands as a user would, and see all that was printed since {@code out} and {@code err} were emptied. */
abstract class CommandRuns {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    /** The exit code. */
    int run(String... arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }
}
