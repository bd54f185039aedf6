package dev.toeplitz.runtime.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.Device.Extent;
import dev.toeplitz.runtime.opencl.Device.Features;
import dev.toeplitz.runtime.opencl.Device.Limits;
import dev.toeplitz.runtime.opencl.Device.Software;
import dev.toeplitz.runtime.opencl.Device.Type;
import dev.toeplitz.runtime.plan.Variant;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuningFileTest {
    private static final Variant ESTIMATE = Variant.parse("tile cols=6 vectors=2");
    private static final Variant OTHER =
            Variant.parse("winograd outputs=4 kernels=1 block=24 parts=1 cols=4 vectors=3");

    @TempDir
    Path folder;

    private static Device device(String driver) {
        return new Device(
                "0:0",
                "Some CPU (R)",
                "vendor",
                Type.CPU,
                new Software("Platform", "vendor", "3.0", driver, "3.0", "1.2"),
                new Limits(2, 2000, 1 << 30, 1 << 15, 1 << 28, 4096, new Extent(4096, 4096, 4096)),
                new Features(true, false, true, false, false, 8));
    }

    private static Found found(String task, Effort effort, Variant best) {
        return new Found(task, "M6 C3", effort, ESTIMATE, 2000, best, 1000, 5, List.of(ESTIMATE));
    }

    private TuningFile open(String driver) {
        return TuningFile.open(folder.resolve("tuning"), device(driver));
    }

    @Test
    void whatIsAddedIsThereInTheNextCall() {
        TuningFile file = open("1");
        file.add(found("one", Effort.QUICK, OTHER));
        file.add(found("two", Effort.FULL, ESTIMATE));
        TuningFile again = open("1");
        assertThat(again.size()).isEqualTo(2);
        assertThat(again.known("one", Effort.QUICK)).contains(found("one", Effort.QUICK, OTHER));
        assertThat(again.tuning().variant("one")).contains(OTHER);
        assertThat(again.tuning().variant("two"))
                .as("as estimated, by this version")
                .contains(ESTIMATE);
        assertThat(again.path().getFileName().toString()).matches("some-cpu-r-[0-9a-f]{8}\\.json");
    }

    @Test
    void whatLittleEffortFoundIsMeasuredAgainByMore() {
        TuningFile file = open("1");
        file.add(found("one", Effort.QUICK, OTHER));
        assertThat(file.known("one", Effort.FULL)).isEmpty();
        file.add(found("one", Effort.FULL, OTHER));
        assertThat(file.known("one", Effort.QUICK)).isPresent();
    }

    @Test
    void twoCallsAtOnceLoseNothingOfEachOther() {
        TuningFile one = open("1");
        TuningFile other = open("1");
        one.add(found("one", Effort.QUICK, OTHER));
        other.add(found("two", Effort.QUICK, OTHER));
        assertThat(open("1").size()).isEqualTo(2);
    }

    @Test
    void anotherDriverBeginsAnewAndLosesNothing() {
        open("1").add(found("one", Effort.QUICK, OTHER));
        assertThat(open("2").size()).isZero();
        open("2").add(found("two", Effort.QUICK, OTHER));
        assertThat(open("1").known("one", Effort.QUICK)).isPresent();
    }

    @Test
    void aFileOfAnotherDeviceUnderThisOnesNameIsRefused() throws IOException {
        TuningFile mine = open("1");
        mine.add(found("one", Effort.QUICK, OTHER));
        TuningFile other = open("2");
        Files.move(mine.path(), other.path());
        assertThatThrownBy(() -> open("2"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(other.path() + ": measured on ")
                .hasMessageContaining("driver=1")
                .hasMessageContaining("expected ")
                .hasMessageContaining("driver=2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"schema\" : | \"scheme\" : | cannot be read",
                "toeplitz-tuning/1 | toeplitz-tuning/0 | a file of schema 'toeplitz-tuning/0'; expected"
                        + " toeplitz-tuning/1",
                "cols=6 | cols=six | 'cols=six' in 'tile cols=six vectors=2'; expected NAME=NUMBER",
                "\"tried\" : 5, | `` | an entry lacks a key",
                "} ] | `` | cannot be read",
                "QUICK | SLOW | cannot be read"
            })
    void aDamagedFileIsRefusedByNameAndLeftAsItIs(String from, String to, String message) throws IOException {
        TuningFile file = open("1");
        file.add(found("one", Effort.QUICK, OTHER));
        String damaged = Files.readString(file.path()).replace(from, to);
        Files.writeString(file.path(), damaged);
        assertThatThrownBy(() -> open("1"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file.path() + ": ")
                .hasMessageContaining(message);
        assertThat(file.path()).hasContent(damaged);
    }
}
