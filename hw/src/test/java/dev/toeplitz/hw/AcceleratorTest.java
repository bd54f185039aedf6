package dev.toeplitz.hw;

import static dev.toeplitz.hw.Parts.ALL;
import static dev.toeplitz.hw.Parts.buffer;
import static dev.toeplitz.hw.Parts.machine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Operand;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class AcceleratorTest {
    private final Accelerator machine = machine("m", 500, List.of(ALL));

    @Test
    void peakAndBalanceFollowFromItsParts() {
        assertThat(machine.peakMacsPerSecond()).isEqualTo(128e9);
        assertThat(machine.dramBytesPerCycle()).isEqualTo(10, within(1e-9)); // 5 of 10 GB/s at 500 MHz
        assertThat(machine.balanceMacsPerByte()).isEqualTo(25.6, within(1e-9));
        assertThat(machine.onChipBytes()).isEqualTo(1024 + 512);
        assertThat(machine.seconds(500_000_000)).isEqualTo(1);
    }

    @Property
    void cyclesAndSecondsAreInverse(
            @ForAll @LongRange(min = 0, max = 1L << 48) long cycles,
            @ForAll @DoubleRange(min = 1, max = 5000) double megahertz) {
        Accelerator any = machine("m", megahertz, List.of(ALL));
        assertThat(any.cycles(any.seconds(cycles))).isEqualTo(cycles);
    }

    @Test
    void anOperandIsFoundInItsBuffer() {
        Buffer weights = buffer("weights", EnumSet.of(Operand.WEIGHT));
        Buffer maps = buffer("maps", EnumSet.of(Operand.INPUT, Operand.OUTPUT));
        Accelerator two = machine("m", 1, List.of(weights, maps));
        assertThat(two.buffer(Operand.WEIGHT)).isEqualTo(weights);
        assertThat(two.buffer(Operand.OUTPUT)).isEqualTo(maps);
    }

    @Test
    void anOperandInNoBufferOrInTwoIsRefused() {
        Buffer weights = buffer("weights", EnumSet.of(Operand.WEIGHT));
        assertRefused(
                () -> machine("m", 1, List.of(weights)),
                "buffers do not hold the input; expected exactly one; name 'input' under `holds` of one buffer");
        assertRefused(
                () -> machine("m", 1, List.of(ALL, weights)),
                "buffers all, weights all hold the weight; expected exactly one;"
                        + " name 'weight' under `holds` of one buffer");
    }

    @Test
    void buffersOfOneNameAreRefused() {
        Buffer weights = buffer("sram", EnumSet.of(Operand.WEIGHT));
        Buffer maps = buffer("sram", EnumSet.of(Operand.INPUT, Operand.OUTPUT));
        assertRefused(
                () -> machine("m", 1, List.of(weights, maps)),
                "two buffers are called 'sram'; expected a name of its own for each; rename one");
    }

    @Test
    void aMachineWithoutClockOrNameIsRefused() {
        assertRefused(
                () -> machine("m", 0, List.of(ALL)),
                "clock_mhz is 0.0; expected a number above 0; give a positive value");
        assertRefused(
                () -> machine(" ", 1, List.of(ALL)), "name is blank; expected a name; give the accelerator a name");
    }

    @Test
    void aPartIsExchangedAndTheRestStays() {
        Accelerator changed = machine.with(machine.peArray().with(8, 32));
        assertThat(changed.peArray().rows()).isEqualTo(8);
        assertThat(changed.with(machine.peArray())).isEqualTo(machine);
        assertThat(machine.with(machine.dram().times(2)).dramBytesPerCycle()).isEqualTo(20, within(1e-9));
        assertThat(machine.with(Im2col.ON_CHIP).with(Im2col.IMPLICIT)).isEqualTo(machine);
    }

    private static void assertRefused(Runnable make, String message) {
        assertThatThrownBy(make::run).isInstanceOf(InputException.class).hasMessage(message);
    }
}
