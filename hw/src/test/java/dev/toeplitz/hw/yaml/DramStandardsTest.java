package dev.toeplitz.hw.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DramStandardsTest {
    @Test
    void everyResourceIsListedAndReads() throws IOException, URISyntaxException {
        Path folder = Path.of(DramStandards.class
                        .getResource("/dev/toeplitz/hw/dram/ddr4-2400r.yaml")
                        .toURI())
                .getParent();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml"))
                            .map(name -> name.replace(".yaml", ""))
                            .sorted())
                    .isEqualTo(DramStandards.names());
        }
        assertThat(DramStandards.names().stream().map(DramStandards::load))
                .allSatisfy(each -> assertThat(each.constraints()).isNotEmpty());
    }

    @Test
    void anUnknownStandardIsTheUsersErrorAndAWrongTimingNamesItsLine() {
        assertThatThrownBy(() -> DramStandards.load("ddr9"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'ddr9' is no DRAM standard");
        assertThatThrownBy(() -> DramStandards.read(
                        "mine.yaml", "clock_ns: 1\ntimings:\n  CL: x\nrefresh: {tRFC_ns: 1, tREFI_ns: 9}\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("mine.yaml:3: timings.CL: 'x'");
    }
}
