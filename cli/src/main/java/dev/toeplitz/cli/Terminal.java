package dev.toeplitz.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options about output that all commands share, and the one way to print. */
final class Terminal {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print nothing but errors.")
    private boolean quiet;

    @Option(names = "--debug", description = "Print stack traces of errors.")
    private boolean debug;

    /** The command's result. */
    void print(String text) {
        if (!quiet) {
            out().print(text);
            out().flush();
        }
    }

    /** The command's result, whatever --quiet says. */
    void printAlways(String text) {
        out().print(text);
        out().flush();
    }

    /** What happens beside the result: goes to the other stream. */
    void note(String text) {
        if (!quiet) {
            command.commandLine().getErr().println(text);
        }
    }

    /** A line of the other stream that takes the place of the one before it. */
    void over(String text) {
        if (!quiet) {
            PrintWriter err = command.commandLine().getErr();
            err.print("\r" + text + "\u001b[K");
            err.flush();
        }
    }

    /** What a command that may take long is doing: goes to the other stream, after a second. */
    Progress progress() {
        return new Progress(what -> note("toeplitz: " + OneLine.of(what) + " …"), Progress.PATIENCE);
    }

    /** Text that stands out on a terminal; as it is where the output goes elsewhere or NO_COLOR is set. */
    String emphasized(String text) {
        return Colours.here().best(text);
    }

    /** A line that names what stands below it, likewise. */
    String heading(String text) {
        return Colours.here().heading(text);
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }
}
