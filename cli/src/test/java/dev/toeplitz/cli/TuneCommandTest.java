package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.runtime.library.Network;
import dev.toeplitz.runtime.tune.TuningFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int lenet(String command, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = Stream.concat(
                        Stream.of(command, "lenet5", "--weights", "random:1", "--device", "pocl"), Stream.of(arguments))
                .toList();
        return Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }

    private Path only() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().getFirst();
        }
    }

    @Test
    void tuningLeavesAFileThatIsGoneOnFromAndThatARunTakes() throws IOException {
        assertThat(lenet("tune", "--folder", folder.toString()))
                .as(err.toString())
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .contains("first layer")
                .containsPattern("C1 +1  M6 P28 Q28 R5 S5")
                .contains("of 3 estimates were the fastest measured");
        assertThat(err.toString()).contains("shape 1 of 3: M6 P28 Q28 R5 S5");
        String first = Files.readString(only());

        assertThat(lenet("tune", "--folder", folder.toString())).isEqualTo(ExitCode.FINE);
        assertThat(err.toString()).contains("3 of 3 shapes were known").doesNotContain("shape 1 of 3");
        assertThat(only()).as("nothing was measured again").hasContent(first);

        // Whatever this machine found, the run is to take it.
        Files.writeString(
                only(),
                first.replaceFirst(
                        "\"best\" : \"[^\"]*\"", "\"best\" : \"tile cols=2 vectors=1 items=48 order=1 pack=1\""));
        assertThat(lenet("run", "--tuning", folder.toString(), "--check", "--explain"))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .contains("contract + pointwise: tile (tuned: tile cols=2 vectors=1 items=48 order=1 pack=1)")
                .contains("layers within their bounds");
        assertThat(err.toString()).contains("layers with kernels that were measured to be faster");
        assertThat(lenet("run", "--no-tuning", "--check", "--explain")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).doesNotContain("tuned");

        // What another version found, and this one cannot do, is measured again.
        Files.writeString(only(), first.replaceFirst("\"best\" : \"[^\"]*\"", "\"best\" : \"systolic rows=8\""));
        assertThat(lenet("tune", "--folder", folder.toString())).isEqualTo(ExitCode.FINE);
        assertThat(err.toString()).contains("2 of 3 shapes were known").contains("shape 1 of 3");
        assertThat(only()).content().doesNotContain("systolic");
    }

    @Test
    void aDamagedFileIsNamedAndKept() throws IOException {
        Path found =
                TuningFile.open(folder, Network.device("pocl").description()).path();
        Files.writeString(found, "{");
        assertThat(lenet("tune", "--folder", folder.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(found + ": cannot be read: ").contains("move it away or delete it");
        assertThat(lenet("run", "--tuning", folder.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(found).hasContent("{");
    }

    /** PoCL's general kernels, which halves go through, have no tunables. */
    @Test
    void whereNothingCanBeChosenThatIsSaid() {
        assertThat(lenet("tune", "--precision", "fp16", "--folder", folder.toString()))
                .isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).startsWith("nothing to choose");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void bothOrNeitherIsRefused() {
        assertThat(lenet("run", "--tuning", folder.toString(), "--no-tuning")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("--tuning and --no-tuning; expected one of them");
    }

    @Test
    void aFolderThatIsNoneIsRefusedBeforeAnythingIsMeasured() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(lenet("tune", "--folder", file.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains(file + ": cannot be made (")
                .contains("give another one with --folder")
                .doesNotContain("shape 1 of");
        assertThat(lenet("run", "--tuning", file.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(file + ": this is no folder; expected one that `toeplitz tune --folder`");
        assertThat(lenet("run", "--tuning", folder.resolve("gone").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("gone: there is no such folder; expected one that `toeplitz tune --folder`");
    }

    @Test
    void aFolderWithNothingOfTheDeviceIsSaidToHoldNothing() {
        assertThat(lenet("run", "--tuning", folder.toString())).isEqualTo(ExitCode.FINE);
        assertThat(err.toString()).contains("not tuned: " + folder + " holds nothing of ");
    }

    @Test
    void theLineSaysHowFarItIs() {
        assertThat(TuneLine.text(3, 12, 2, "M64 C3"))
                .isEqualTo("[#####---------------] 3 of 12 shapes, 2 known before: M64 C3");
        assertThat(TuneLine.text(0, 0, 0, "")).startsWith("[####################] 0 of 0 shapes");
    }
}
