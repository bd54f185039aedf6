package dev.toeplitz.hw.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTest {
    @ParameterizedTest(name = "{0} is {1} bytes")
    @CsvSource({
        "65536, 65536",
        "64 KiB, 65536",
        "64KiB, 65536",
        "24 MiB, 25165824",
        "1.5 KiB, 1536",
        "2 GiB, 2147483648",
        "108 KB, 108000",
        "1 kB, 1000",
        "1 MB, 1000000",
        "1 GB, 1000000000",
        "32 B, 32",
        "9223372036854775807," + "9223372036854775807"
    })
    void sizesAreReadAsWritten(String text, long bytes) {
        assertThat(Size.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "64 kib", "64 KiB x", "-1", "1.3", "1e3", "1.", "9223372036854775808", "٣"})
    void whatIsNoWholeNumberOfBytesIsRefused(String text) {
        assertThatThrownBy(() -> Size.parse(text)).isInstanceOf(NumberFormatException.class);
    }

    @Property
    void aKibibyteIs1024Bytes(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE >> 10) long count) {
        assertThat(Size.parse(count + " KiB")).isEqualTo(count << 10);
    }
}
