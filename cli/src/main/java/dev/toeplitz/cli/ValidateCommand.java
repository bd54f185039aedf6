package dev.toeplitz.cli;

import dev.toeplitz.reports.ReportFiles;
import dev.toeplitz.reports.scoreboard.ScoreboardCsv;
import dev.toeplitz.reports.scoreboard.ScoreboardPage;
import dev.toeplitz.reports.scoreboard.ScoreboardText;
import dev.toeplitz.sim.scoreboard.Comparison;
import dev.toeplitz.sim.scoreboard.Scoreboard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "validate",
        header = "Every published figure beside ours, with the error of each.",
        description = {
            "Peers, chips and FPGAs. Exit code 1 where a figure of ours is outside its stated bound;",
            "--accept-explained lets pass those whose likely cause is stated."
        },
        footer = {"", "Examples:", "  toeplitz validate", "  toeplitz validate --out /tmp/scoreboard"},
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "DIR", description = "Also write scoreboard.csv and scoreboard.html there.")
    private Path directory;

    @Option(names = "--all", description = "Print also the many cases that are met to the last digit.")
    private boolean everything;

    @Option(names = "--accept-explained", description = "Fail only on misses without a stated cause.")
    private boolean acceptExplained;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() {
        Scoreboard board = Scoreboard.compute();
        terminal.print(ScoreboardText.write(board, everything));
        List<Comparison> broken = board.broken();
        long unexplained = broken.stream().filter(each -> each.why().isEmpty()).count();
        terminal.print("%n%,d of %,d figures are outside their bound, %,d of them without a stated cause%n"
                .formatted(broken.size(), board.comparisons().size(), unexplained));
        if (directory != null) {
            List<Path> written = ReportFiles.write(
                    directory,
                    Map.of(
                            "scoreboard.csv",
                            ScoreboardCsv.write(board),
                            "scoreboard.html",
                            ScoreboardPage.write(board)));
            terminal.print("written: "
                    + String.join(
                            ", ", written.stream().map(Path::toString).sorted().toList()) + "\n");
        }
        long failures = acceptExplained ? unexplained : broken.size();
        return failures == 0 ? ExitCode.FINE : ExitCode.CHECK_FAILED;
    }
}
