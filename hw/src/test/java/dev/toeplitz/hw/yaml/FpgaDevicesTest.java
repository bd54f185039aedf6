package dev.toeplitz.hw.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.toeplitz.hw.fpga.FpgaDevice;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FpgaDevicesTest {
    @Test
    void devicesHaveDifferentNamesAndAreFoundByPartToo() {
        assertThat(FpgaDevices.all().stream().map(FpgaDevice::name))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(12);
        assertThat(FpgaDevices.named("XC7VX485T").dsps()).isEqualTo(2800);
        assertThat(FpgaDevices.named("ZU9EG").logic()).isEqualTo(274_080);
    }

    @Test
    void everyValueHasItsSource() {
        List<Entry> entries = new ArrayList<>();
        FpgaDevices.all(entries);
        FpgaDevices.costs(entries);
        assertThat(entries)
                .hasSizeGreaterThan(150)
                .allSatisfy(entry -> assertThat(entry.source())
                        .as(entry.path())
                        .matches("(recalled: )?[A-Z0-9]+([:;,] .+)?|this list"));
    }

    @Test
    void anUnknownDeviceIsRefusedWithTheNearestName() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> FpgaDevices.named("zu9e"))
                .withMessageContaining("zu9e")
                .withMessageContaining("did you mean 'zu9eg'?");
    }
}
