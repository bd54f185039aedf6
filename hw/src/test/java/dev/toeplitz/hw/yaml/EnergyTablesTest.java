package dev.toeplitz.hw.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnergyTablesTest {
    @TempDir
    Path directory;

    /** Horowitz, ISSCC 2014, and Jouppi et al., ISCA 2021, Table 2. */
    @ParameterizedTest
    @CsvSource({
        "45nm, INT8, 0.03, 0.2",
        "45nm, INT32, 0.1, 3.1",
        "45nm, FLOAT16, 0.4, 1.1",
        "45nm, FLOAT32, 0.9, 3.7",
        "7nm, INT8, 0.007, 0.07",
        "7nm, INT32, 0.03, 1.48",
        "7nm, BFLOAT16, 0.11, 0.21",
        "7nm, FLOAT16, 0.16, 0.34",
        "7nm, FLOAT32, 0.38, 1.31"
    })
    void arithmeticIsAsPublished(String table, DataType type, double add, double multiply) {
        EnergyTable energy = EnergyTables.load(table);
        assertThat(energy.addition(type)).isEqualTo(add);
        assertThat(energy.multiplication(type)).isEqualTo(multiply);
    }

    @ParameterizedTest
    @CsvSource({"45nm, 8, 10", "45nm, 32, 20", "45nm, 1024, 100", "7nm, 8, 7.5", "7nm, 32, 8.5", "7nm, 1024, 14"})
    void memoryIsAsPublished(String table, int kibibytes, double picojoules) {
        assertThat(EnergyTables.load(table).sramPerBit(kibibytes * 1024.0) * 64).isCloseTo(picojoules, within(1e-9));
    }

    @Test
    void aMultipliersEnergyGrowsAboutAsTheSquareOfItsWidth() {
        EnergyTable energy = EnergyTables.load("45nm");
        assertThat(energy.multiplication(DataType.INT16)).isBetween(0.7, 0.9);
        assertThat(energy.multiplication(DataType.UINT8)).isEqualTo(0.2);
        assertThat(energy.multiplication(DataType.INT4)).isBetween(0.04, 0.06);
    }

    /** Eyeriss, ISCA 2016, Table IV: DRAM is two orders of magnitude above a 16-bit MAC, a buffer of 100 KB one below. */
    @Test
    void levelsStandToEachOtherAboutAsMeasuredElsewhere() {
        EnergyTable energy = EnergyTables.load("65nm");
        double mac = energy.multiplication(DataType.INT16) + energy.addition(DataType.INT16);
        assertThat(16 * energy.sramPerBit(512) / mac).isBetween(1 / 2.0, 2.0); // published: 1
        assertThat(16 * energy.sramPerBit(100 << 10) / mac).isBetween(6 / 2.0, 6 * 2.0); // published: 6
        assertThat(16 * energy.dramPerBit("") / mac).isBetween(200 / 2.0, 200 * 2.0); // published: 200
    }

    @Test
    void aScaledTableMeetsBothPublishedOnesAndLiesBetween() {
        EnergyTable old = EnergyTables.load("45nm");
        EnergyTable young = EnergyTables.load("7nm");
        EnergyTable between = EnergyTables.load("16nm");
        assertThat(between.multiplication(DataType.INT8)).isBetween(0.07, 0.2);
        assertThat(between.sramPerBit(1 << 20)).isBetween(young.sramPerBit(1 << 20), old.sramPerBit(1 << 20));
        assertThat(EnergyTables.load("45.0nm").multiplication(DataType.FLOAT32))
                .isCloseTo(3.7, Percentage.withPercentage(1e-9));
        assertThat(EnergyTables.load("7.0nm").multiplication(DataType.FLOAT32))
                .isCloseTo(1.31, Percentage.withPercentage(1e-9));
    }

    @Test
    void everyPublishedValueHasItsSource() {
        for (String name : List.of("45nm", "7nm")) {
            List<Entry> entries = new ArrayList<>();
            EnergyReader.read(name, Resources.text("energy/" + name + ".yaml"), entries);
            assertThat(entries)
                    .hasSizeGreaterThan(10)
                    .allSatisfy(entry -> assertThat(entry.source())
                            .as(entry.path())
                            .matches("(ISSCC14|ISCA21|ACCELERGY)(: .+)?|this table"));
        }
    }

    @Test
    void dramGoesByItsStandard() {
        EnergyTable energy = EnergyTables.load("45nm");
        assertThat(energy.dramPerBit("DDR3-1600")).isEqualTo(70);
        assertThat(energy.dramPerBit("HBM2E")).isEqualTo(3.9);
        assertThat(energy.dramKey("DDR4-2400")).isEqualTo("other");
    }

    @Test
    void aTableOfOnesOwnIsReadAndMayOverrideOneStandard() throws IOException {
        EnergyTable energy = EnergyTables.load(write("""
            add: {int32: 0.5}
            multiply: {int8: 1}
            sram:
              - {bytes: 1 KiB, picojoules: 4}
            register_per_bit: 0.01
            dram: {DDR4: {value: 15, source: "a data sheet"}}
            """));
        assertThat(energy.multiplication(DataType.INT16)).isEqualTo(4);
        assertThat(energy.sramPerBit(4096) * 64).isCloseTo(8, within(1e-9));
        assertThat(energy.dramPerBit("DDR4-3200")).isEqualTo(15);
        assertThat(energy.dramPerBit("DDR3")).isEqualTo(70);
    }

    @Test
    void aTableWithoutAKindOfArithmeticSaysWhichFigureItLacks() throws IOException {
        EnergyTable energy = EnergyTables.load(write("""
            add: {int32: 0.5}
            multiply: {int8: 1}
            sram: [{bytes: 1 KiB, picojoules: 4}]
            register_per_bit: 0.01
            """));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> energy.multiplication(DataType.FLOAT32))
                .withMessageContaining("no figure for float32 arithmetic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"45 nm", "1nm", "900nm", "fast"})
    void aNameThatIsNoTableIsRefused(String name) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> EnergyTables.load(name))
                .withMessageContaining(name)
                .withMessageContaining("expected");
    }

    @Test
    void aFigureOfNoneIsRefusedWithItsPlace() throws IOException {
        String file = write("""
            add: {int32: 0}
            multiply: {int8: 1}
            sram: [{bytes: 1 KiB, picojoules: 4}]
            register_per_bit: 0.01
            """);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> EnergyTables.load(file))
                .withMessageContaining("mine.yaml")
                .withMessageContaining("above 0");
    }

    private String write(String text) throws IOException {
        return Files.writeString(directory.resolve("mine.yaml"), text).toString();
    }
}
