package dev.toeplitz.sweep.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.sweep.Spaces;
import dev.toeplitz.terms.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpaceTest {
    private static final String TAIL = "\nobjectives: latency\n";

    @Test
    void everyNumberIsOneCombinationAndBack() {
        Space space = Spaces.read(Spaces.SMALL);
        assertThat(space.size()).isEqualTo(120);
        for (long id = 0; id < space.size(); id++) {
            assertThat(space.id(space.choices(id))).isEqualTo(id);
        }
        assertThat(space.values(0)).containsEntry("pe_array.rows", "8").containsEntry("buffers.input.bytes", "64 KiB");
        assertThat(space.values(119)).containsEntry("pe_array.rows", "128").containsEntry("pe_array.dataflow", "os");
    }

    @Test
    void aDesignHasItsValuesAndWhatFollowsFromThem() {
        Space space = Spaces.read(Spaces.SMALL);
        Design.Valid design = (Design.Valid) space.design(space.id(new int[] {2, 1, 1, 2}));
        assertThat(design.accelerator().peArray().rows()).isEqualTo(32);
        assertThat(design.accelerator().peArray().cols()).isEqualTo(16);
        assertThat(design.accelerator().peArray().dataflow().name()).isEqualTo("os");
        assertThat(design.accelerator().vectorUnit().lanes()).isEqualTo(16);
        assertThat(design.accelerator().buffers().getFirst().bytes()).isEqualTo(1 << 20);
        assertThat(design.resources().pes()).isEqualTo(512);
    }

    @Test
    void whatBreaksAConstraintIsRefusedByIt() {
        Space space = Spaces.read(Spaces.SMALL);
        assertThat(space.design(119)).isEqualTo(new Design.Refused(119, "constraint: dsp <= device.dsp"));
    }

    @Test
    void whatIsNoAcceleratorIsRefusedByTheReasonWithoutItsNumbers() {
        Space space = Spaces.read("""
            base: zu9eg-32x32
            parameters: {pe_array.rows: [0, -4, 8]}
            objectives: latency
            """);
        Design.Refused zero = (Design.Refused) space.design(0);
        assertThat(zero.reason()).startsWith("description: ").contains("rows is #");
        assertThat(space.design(2)).isInstanceOf(Design.Valid.class);
    }

    @Test
    void constraintsKnowBytesWordsAndSums() {
        Space space = Spaces.read("""
            base: zu9eg-32x32
            parameters: {pe_array.dataflow: [ws, os], buffers.input.bytes: [1 MiB, 3 MiB]}
            constraints:
              - buffer_bytes <= 3.5 MiB
              - pe_array.dataflow == "os" || buffers.input.bytes + 1 > 2
            objectives: latency
            """);
        assertThat(space.design(0)).isInstanceOf(Design.Valid.class);
        assertThat(space.design(1)).isInstanceOf(Design.Refused.class);
    }

    @Test
    void rangesStepToTheirEnd() {
        Space space = Spaces.read("""
            base: zu9eg-32x32
            parameters: {clock_mhz: {from: 200, to: 300, step: 50}, dram.efficiency: {from: 0.6, to: 0.8, step: 0.1}}
            objectives: latency
            """);
        assertThat(space.parameters().getFirst().values()).containsExactly("200", "250", "300");
        assertThat(space.parameters().get(1).values()).hasSize(3);
    }

    @Test
    void anUnknownParameterIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> Spaces.read("base: tpu-v1\nparameters: {pe_array.row: [1, 2]}" + TAIL))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'pe_array.row' is no parameter of tpu-v1")
                .hasMessageContaining("did you mean 'pe_array.rows'?");
    }

    @Test
    void anUnknownNameInAConstraintIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> Spaces.read(
                        "base: tpu-v1\nparameters: {pe_array.rows: [1, 2]}\nconstraints: [macz < 3]" + TAIL))
                .hasMessageContaining("'macz' is no name in 'macz < 3'")
                .hasMessageContaining("did you mean 'macs'?");
    }

    @Test
    void brokenSpacesAreRefusedWithTheirLine() {
        assertThatThrownBy(() -> Spaces.read("base: tpu-v1\nparameters: {pe_array.rows: []}" + TAIL))
                .hasMessageContaining(".yaml:2")
                .hasMessageContaining("pe_array.rows has no values");
        assertThatThrownBy(() -> Spaces.read("base: tpu-v1\nparameters: {pe_array.rows: [4, 4]}" + TAIL))
                .hasMessageContaining("a value twice");
        assertThatThrownBy(() -> Spaces.read("base: tpu-v1\nparameters: {}" + TAIL))
                .hasMessageContaining("parameters has none");
        assertThatThrownBy(() -> Spaces.read("base: tpu-v1\nparameters: {pe_array.rows: 4}\nobjectives: latencies\n"))
                .hasMessageContaining("did you mean 'latency'?");
        assertThatThrownBy(() -> Spaces.read("base: tpu-v1\nparameters: {pe_array.rows: 4}\nobjectives: dsp\n"))
                .hasMessageContaining("there is no FPGA");
        assertThatThrownBy(() -> Spaces.read(
                        "base: tpu-v1\nparameters: {pe_array.rows: 4}\nderived: {pe_array.rows: 2 * 3}" + TAIL))
                .hasMessageContaining("are one value");
        assertThatThrownBy(() -> Spaces.read(
                        "base: tpu-v1\nparameters: {pe_array.rows: 4}\nobjectives: [latency, pes, latency]\n"))
                .hasMessageContaining("objectives has one twice");
        assertThatThrownBy(() ->
                        Spaces.read("base: tpu-v1\nparameters: {pe_array.rows: 4}\nnetworks: {lenet5: -1}" + TAIL))
                .hasMessageContaining(".yaml:3: networks.lenet5: a weight of -1.0");
    }

    @Test
    void timesHaveTheUnitsThatReportsPrint() {
        for (String limit : List.of("1500 ns", "1.5 us", "1.5 µs", "1.5 μs", "0.0015 ms", "0.0000015 s")) {
            Formula formula = new Formula("latency <= " + limit);
            assertThat(formula.holds(_ -> 1.5e-6)).as(limit).isTrue();
            assertThat(formula.holds(_ -> 1.6e-6)).as(limit).isFalse();
        }
    }

    @Test
    void aUnitThatIsNoneIsRefusedWhereItStands() {
        assertThatThrownBy(() -> Spaces.read(
                        "base: tpu-v1\nparameters: {pe_array.rows: 4}\nconstraints: [latency <= 1 Ω]" + TAIL))
                .hasMessageContaining(".yaml:3: constraints: 'Ω' is no name or unit in 'latency <= 1 Ω'");
    }
}
