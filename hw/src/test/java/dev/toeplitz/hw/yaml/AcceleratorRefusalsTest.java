package dev.toeplitz.hw.yaml;

import static dev.toeplitz.hw.yaml.AcceleratorReaderTest.LOOPS;
import static dev.toeplitz.hw.yaml.AcceleratorReaderTest.SHORTEST;
import static dev.toeplitz.hw.yaml.AcceleratorReaderTest.describe;
import static dev.toeplitz.hw.yaml.AcceleratorReaderTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.hw.Banks;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Operand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a description that is wrong: where, what was found, what was expected, what to try. */
class AcceleratorRefusalsTest {
    @Test
    void banksShareThePortTowardsTheArrayWhereTheirWordIsNotGiven() {
        String wide =
                SHORTEST.replace("bytes: 64 KiB", "bytes: 64 KiB\n    bytes_per_cycle: 50\n    banks: {count: 4}");
        assertThat(read(wide).buffers().getFirst().banks()).contains(new Banks(4, 1, 13));
        String given = SHORTEST.replace("bytes: 64 KiB", "bytes: 64 KiB\n    banks: {count: 2, ports: 2, bytes: 8 B}");
        assertThat(read(given).buffers().getFirst().banks()).contains(new Banks(2, 2, 8));
        assertThat(read(SHORTEST).buffers().getFirst().banks()).isEmpty();
        assertRefused(
                SHORTEST.replace("bytes: 64 KiB", "bytes: 64 KiB\n    banks: {count: 2}"),
                "mine.yaml:9: buffers[0].banks: the key 'bytes' is missing among count; expected it to be there; add"
                        + " 'bytes:'");
        assertRefused(
                SHORTEST.replace("bytes: 64 KiB", "bytes: 64 KiB\n    banks: {count: 0, bytes: 8}"),
                "mine.yaml:9: buffers[0].banks: count is 0; expected at least 1; give a larger value");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        {weight: {each: {out_col: -1}}} | each.out_col is -1; expected at least 0
        {weight: {each: {out_col: some}}} | some'; expected a whole number
        {weight: {each: {out_channel: 7}}} | loads.weight.each names OUT_CHANNEL; expected one of [M, BATCH, OUT_DEPTH, OUT_ROW, OUT_COL]
        {input: {each: {out_col: 7}}} | loads.input.each names OUT_COL; expected one of [N, OUT_CHANNEL]
        {output: {each: {k: 7}}} | expected weight or input: results are not loaded
        {output: {ahead: false}} | loads names the output; expected weight or input: results are not loaded
        {weight: {each: {out_cols: 7}}} | out_cols' is no loop
        {weights: {each: {out_col: 7}}} | weights' is no key
        """)
    void aWrongLoadIsRefused(String loads, String message) {
        assertThatThrownBy(() -> read(SHORTEST + "dma: {loads: " + loads + "}\n"))
                .hasMessageContaining("mine.yaml:11")
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
        rows: 8 | rows: 0 | mine.yaml:2: pe_array: rows is 0; expected at least 1; give a larger value
        cols: 16 | cols: -16 | mine.yaml:3: pe_array: cols is -16; expected at least 1; give a larger value
        rows: 8 | rows: eight | mine.yaml:2: pe_array.rows: 'eight'; expected a whole number below 2^31; correct the value
        rows: 8 | rows: 8.0 | mine.yaml:2: pe_array.rows: '8.0'; expected a whole number below 2^31; correct the value
        rows: 8 | rows: 2147483648 | mine.yaml:2: pe_array.rows: '2147483648'; expected a whole number below 2^31; correct the value
        rows: 8 | rows: | mine.yaml:2: pe_array.rows: ''; expected a whole number below 2^31; correct the value
        rows: 8 | rows: [8] | mine.yaml:2: pe_array.rows: a list found; expected one value; write it plain or as {value: …, source: …}
        rows: 8 | rows: {value: [8]} | mine.yaml:2: pe_array.rows: a list found; expected one value; write it plain or as {value: …, source: …}
        rows: 8 | rosw: 8 | mine.yaml:2: pe_array: the key 'rows' is missing among rosw, cols, dataflow; expected it to be there; add 'rows:'
        rows: 8 | rows: {value: 8, sorce: x} | mine.yaml:2: pe_array.rows: 'sorce' is no key beside a value; expected one of value, source; did you mean 'source'?
        rows: 8 | rows: {value: 8, source: x, comment: y} | mine.yaml:2: pe_array.rows: 'comment' is no key beside a value; expected one of value, source; take a name from the list
        rows: 8 | rows: {value: 8, value: 9} | mine.yaml:2: pe_array.rows: 'value' stands twice; expected it once; remove one
        rows: 8 | rows: {source: x} | mine.yaml:2: pe_array.rows: a source without its value; expected both; write it as {value: …, source: …}
        rows: 8 | rows: {value: 8, source: [x]} | mine.yaml:2: pe_array.rows: a source that is no text; expected where the value comes from; write it in quotes
        rows: 8 | rows: {value: 8, source: } | mine.yaml:2: pe_array.rows: a source that is no text; expected where the value comes from; write it in quotes
        dataflow: ws | dataflow: wss | mine.yaml:4: pe_array.dataflow: 'wss' is no dataflow; expected one of ws, os, is; did you mean 'ws'?
        dataflow: ws | dataflow: [ws] | mine.yaml:4: pe_array.dataflow: a list found; expected one value; write it plain or as {value: …, source: …}
        dataflow: ws | loops: {} | mine.yaml:4: pe_array.loops: this key is no longer; expected its values under `dataflow`; move them there
        bytes: 64 KiB | bytes: 64 kb | mine.yaml:8: buffers[0].bytes: '64 kb'; expected bytes, as 65536, 64 KiB or 24 MiB; correct the value
        bytes: 64 KiB | bytes: 0 | mine.yaml:8: buffers[0]: bytes is 0; expected at least 1; give a larger value
        holds: [input, weight, output] | holds: [input, weight] | mine.yaml:5: buffers do not hold the output; expected exactly one; name 'output' under `holds` of one buffer
        holds: [input, weight, output] | holds: [input, weigth] | mine.yaml:7: buffers[0].holds: 'weigth' is no operand; expected one of input, weight, output; did you mean 'weight'?
        holds: [input, weight, output] | holds: [input, {a: b}] | mine.yaml:7: buffers[0].holds: a mapping found; expected one value; write it plain or as {value: …, source: …}
        holds: [input, weight, output] | holds: [] | mine.yaml:6: buffers[0]: buffer 'all' holds nothing; expected at least one operand; name it under `holds`
        gigabytes_per_second: 4 | gigabytes_per_second: NaN | mine.yaml:10: dram.gigabytes_per_second: 'NaN'; expected a number; correct the value
        gigabytes_per_second: 4 | gigabytes_per_second: 4f | mine.yaml:10: dram.gigabytes_per_second: '4f'; expected a number; correct the value
        gigabytes_per_second: 4 | gigabytes_per_second: 1e999 | mine.yaml:10: dram: gigabytes_per_second is Infinity; expected a number above 0; give a positive value
        """)
    void aWrongValueIsRefusedWithItsPlace(String right, String wrong, String message) {
        assertRefused(SHORTEST.replace(right, wrong == null ? "" : wrong), message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        im2cal: implicit | im2cal: 'im2cal' is no key; expected one of accumulators, buffers, clock_mhz, compression, cores, dma, dram, fuses_layers, im2col, name, pe_array, precision, sources, title, vector_unit; did you mean 'im2col'?
        merge_these_please: {} | merge_these_please: 'merge_these_please' is no key; expected one of accumulators, buffers, clock_mhz, compression, cores, dma, dram, fuses_layers, im2col, name, pe_array, precision, sources, title, vector_unit; take a name from the list
        im2col: explict | im2col: 'explict' is no im2col; expected one of explicit, on_chip, implicit; did you mean 'explicit'?
        clock_mhz: 0 | clock_mhz is 0.0; expected a number above 0; give a positive value
        accumulators: 1.3 B | accumulators: '1.3 B'; expected bytes, as 65536, 64 KiB or 24 MiB; correct the value
        accumulators: 99999999999 GiB | accumulators: '99999999999 GiB'; expected bytes, as 65536, 64 KiB or 24 MiB; correct the value
        name: '' | name is blank; expected a name; give the accelerator a name
        dma: 3 | dma: a single value found; expected a mapping of keys to values; indent its keys below it
        dma: {setup_cycles: -1} | dma: setup_cycles is -1; expected at least 0; give a larger value
        vector_unit: {lanes: 0} | vector_unit: lanes is 0; expected at least 1; give a larger value
        vector_unit: {fuses_epilogues: yes} | vector_unit.fuses_epilogues: 'yes'; expected true or false; correct the value
        precision: {input: int9} | precision.input: 'int9' is no data type; expected one of float64, float32, float16, bfloat16, int64, int32, int16, int8, int4, uint64, uint32, uint16, uint8, bool; did you mean 'int8'?
        sources: {A: [b]} | sources.A: a list found; expected one value; write it plain or as {value: …, source: …}
        dram: {} | dram: the key stands twice; expected each key once; remove one
        """)
    void aWrongTopLevelKeyIsRefusedWithItsLine(String line, String message) {
        assertRefused(SHORTEST + line + "\n", "mine.yaml:11: " + message);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
        [in_channel] | [in_chanel] | 5: pe_array.dataflow.rows: 'in_chanel' is no loop; expected one of 28 known; did you mean 'in_channel'?
        [in_channel] | [out_channel] | 5: pe_array.dataflow: OUT_CHANNEL lies on the array twice; expected each loop once, on rows or on columns; remove one of the two
        [in_channel] | [K] | 5: pe_array.dataflow: rows [K] and columns [OUT_CHANNEL, GROUP] mix roles (M, N, K) with loops of the same role; expected roles that do not overlap loops; write all in loops, or all in roles
        stationary: weight | stationary: weights | 7: pe_array.dataflow.stationary: 'weights' is no operand; expected one of input, weight, output; did you mean 'weight'?
        broadcast | tree | 8: pe_array.dataflow.interconnect: 'tree' is no interconnect; expected one of systolic, broadcast; take a name from the list
        interconnect: broadcast | pipeline_cycles: 4 | 8: pe_array.dataflow.pipeline_cycles: 'pipeline_cycles' is no key; expected one of bursts, cols, interconnect, most_cycles, name, rows, stationary, unsplit, within; take a name from the list
        """)
    void aWrongLoopIsRefusedWithItsLine(String right, String wrong, String message) {
        assertRefused(LOOPS.replace(right, wrong), "mine.yaml:" + message);
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        assertRefused(
                SHORTEST.replace("  rows: 8", "  rows: 8\n  rows: 9"),
                "mine.yaml:3: pe_array.rows: the key stands twice; expected each key once; remove one");
    }

    @Test
    void anArrayOfTooManyPesIsRefused() {
        assertRefused(
                SHORTEST.replace("rows: 8", "rows: 8192").replace("cols: 16", "cols: 8192"),
                "mine.yaml:2: pe_array: rows × cols is 8192 × 8192 = 67,108,864 PEs; expected at most 16,777,216;"
                        + " describe several accelerators");
    }

    @Test
    void aPortOfNothingIsRefusedAndOneOfAByteIsNot() {
        String port = SHORTEST.replace("64 KiB", "64 KiB\n    bytes_per_cycle: 1");
        assertThat(read(port).buffer(Operand.INPUT).bytesPerCycle()).isEqualTo(1);
        assertRefused(
                port.replace("cycle: 1", "cycle: 0"),
                "mine.yaml:9: buffers[0]: bytes_per_cycle is 0; expected at least 1; give a larger value");
    }

    @Test
    void twoBuffersOfOneOperandAreRefused() {
        assertRefused(
                SHORTEST.replace("dram:", "  - {name: more, holds: weight, bytes: 8}\ndram:"),
                "mine.yaml:5: buffers all, more all hold the weight; expected exactly one;"
                        + " name 'weight' under `holds` of one buffer");
    }

    @ParameterizedTest(name = "without {0}")
    @CsvSource({"pe_array", "buffers", "dram"})
    void whatHasNoDefaultMustBeThere(String key) {
        assertThatThrownBy(() -> read(SHORTEST.replace(key + ":", "x" + key + ":")))
                .isInstanceOf(InputException.class)
                .hasMessageMatching("machines/mine.yaml:1: the key '" + key
                        + "' is missing among .*; expected it to be there; add '" + key + ":'");
    }

    @Test
    void brokenYamlIsRefusedWithItsLine() {
        assertThatThrownBy(() -> read("name: [mine\nclock_mhz: 3\n"))
                .isInstanceOf(InputException.class)
                .hasMessageMatching("machines/mine.yaml:2: .+; expected YAML; correct the line");
    }

    @Test
    void twoDocumentsInOneFileAreRefused() {
        assertThatThrownBy(() -> read(SHORTEST + "---\n" + SHORTEST))
                .isInstanceOf(InputException.class)
                .hasMessageMatching("machines/mine.yaml:\\d+: .+; expected YAML; correct the line");
    }

    @Test
    void anEmptyFileIsRefused() {
        assertRefused("", "mine.yaml: the file is empty; expected an accelerator; see `toeplitz hw show tpu-v1`");
    }

    @Test
    void aListIsNoAccelerator() {
        assertRefused(
                "- a\n", "mine.yaml:1: a list found; expected a mapping of keys to values; indent its keys below it");
    }

    @Test
    void yamlWithoutBottomIsRefused() {
        assertRefused(
                "[".repeat(200_000),
                "mine.yaml: the YAML is nested too deeply; expected an accelerator; see `toeplitz hw show tpu-v1`");
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> describe(text))
                .isInstanceOf(InputException.class)
                .hasMessage("machines/" + message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        weights: {code: zip} | 'zip' is no code; expected one of packed, bitmap, run_length
        weights: {code: run_length} | the key 'run_bits' is missing
        weights: {code: run_length, run_bits: 0} | run_bits is 0; expected at least 1
        weights: {code: run_length, run_bits: 40} | run_bits is 40; expected at most 16
        maps: {code: run_length, run_bits: 4, pairs: 3} | pairs is 3 without word_bits
        maps: {code: bitmap, run_bits: 4} | 'run_bits' is no key; expected one of code
        inputs: {code: bitmap} | 'inputs' is no key; expected one of maps, weights
        """)
    void aCodeThatIsWrongIsTold(String code, String message) {
        assertThatThrownBy(() -> read(SHORTEST + "compression:\n  " + code + "\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
