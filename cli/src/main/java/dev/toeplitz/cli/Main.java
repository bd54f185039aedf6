package dev.toeplitz.cli;

import dev.toeplitz.runtime.DeviceException;
import dev.toeplitz.terms.InputException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The entry point: what every command has in common. */
@Command(
        name = "toeplitz",
        header = "What a convolutional network should cost on a matrix-engine accelerator, and why.",
        description = "Simulation needs no OpenCL; what does, says so.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  toeplitz report resnet50 --hw tpu-v1"},
        versionProvider = Main.Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            ReportCommand.class,
            CompareCommand.class,
            MapCommand.class,
            NetworksCommand.class,
            HardwareCommand.class,
            SweepCommand.class,
            ValidateCommand.class,
            RunCommand.class,
            TuneCommand.class,
            ThroughputCommand.class,
            ExportCommand.class,
            DevicesCommand.class,
            DoctorCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"toeplitz " + (version == null ? "(not packaged)" : version)};
        }
    }

    private Main() {}

    public static void main(String[] arguments) {
        ResultStream results = new ResultStream(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = new PrintWriter(results, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(out, err, arguments);
        results.lost().ifPresent(why -> err.println("toeplitz: the result could not be written (%s)".formatted(why)));
        System.exit(results.lost().isPresent() && code == ExitCode.FINE ? ExitCode.DEVICE : code);
    }

    /** Runs one command; gives the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        int code = commandLine().setOut(out).setErr(err).execute(arguments);
        out.flush();
        err.flush();
        return code;
    }

    /** All commands, as they are parsed and as the reference describes them. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::report)
                .setExecutionExceptionHandler(Main::report);
    }

    private static int report(Exception problem, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (debug(parsed)) {
            problem.printStackTrace(command.getErr());
        }
        return switch (problem) {
            case InputException e -> {
                command.getErr().println("toeplitz: " + OneLine.of(e.getMessage()));
                yield ExitCode.BAD_INPUT;
            }
            case DeviceException e -> {
                command.getErr().println("toeplitz: " + OneLine.of(e.getMessage()));
                yield ExitCode.DEVICE;
            }
            // Counts are exact or none: a machine, or a network, has to be beyond all use for one to pass 2^63.
            case ArithmeticException e
            when e.getMessage().contains("overflow") -> {
                command.getErr()
                        .println("toeplitz: something here is too large to be counted (%s)".formatted(e.getMessage())
                                + "; expected counts below 2^63; take a smaller batch or input, or a faster machine");
                yield ExitCode.BAD_INPUT;
            }
            case InvalidPathException e -> {
                command.getErr()
                        .println("toeplitz: " + OneLine.of(e.getInput())
                                + ": no file's name in this locale; expected one that its characters can write;"
                                + " set LC_ALL to C.UTF-8");
                yield ExitCode.BAD_INPUT;
            }
            default -> {
                command.getErr().println("toeplitz: a defect of ours: " + OneLine.of(problem.toString()));
                command.getErr().println("Please report it with what --debug prints.");
                yield ExitCode.DEVICE;
            }
        };
    }

    /** What is wrong, what may have been meant, how it is done; not all options, below which the mistake would be lost. */
    private static int report(CommandLine.ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        // picocli calls an option that takes KEY=VALUE "option option".
        err.println("toeplitz: " + OneLine.of(problem.getMessage().replace("option option ", "option ")));
        if (command.getSubcommands().isEmpty() || problem instanceof CommandLine.UnmatchedArgumentException) {
            CommandLine.UnmatchedArgumentException.printSuggestions(problem, err);
            err.print(command.getHelp().footer());
            err.println("%n`%s --help` says what else it takes."
                    .formatted(command.getCommandSpec().qualifiedName(" ")));
        } else {
            command.usage(err);
        }
        return ExitCode.BAD_INPUT;
    }

    private static boolean debug(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.hasMatchedOption("--debug");
    }
}
