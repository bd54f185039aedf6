package dev.toeplitz.hw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.LoopDim;
import dev.toeplitz.terms.MatrixAxis;
import dev.toeplitz.terms.Operand;
import dev.toeplitz.terms.OperationKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each part refuses, with the nearest value that it accepts. */
class PartsTest {
    @Test
    void anArrayHasAtMostTwoToThe24Pes() {
        assertThat(Parts.ARRAY.with(4096, 4096).macsPerCycle()).isEqualTo(1 << 24);
        assertRefused(
                () -> Parts.ARRAY.with(4096, 4097),
                "rows × cols is 4096 × 4097 = 16,781,312 PEs; expected at most 16,777,216; describe several"
                        + " accelerators");
    }

    @Test
    void anArrayHasRowsColumnsAndMultipliers() {
        assertThat(new PeArray(1, 1, 1, Dataflow.OUTPUT_STATIONARY, false).macsPerCycle())
                .isEqualTo(1);
        assertRefused(() -> Parts.ARRAY.with(0, 1), "rows is 0; expected at least 1; give a larger value");
        assertRefused(() -> Parts.ARRAY.with(1, 0), "cols is 0; expected at least 1; give a larger value");
        assertRefused(
                () -> new PeArray(1, 1, 0, Dataflow.OUTPUT_STATIONARY, false),
                "macs_per_pe is 0; expected at least 1; give a larger value");
    }

    @Test
    void multipliersOfAPeCount() {
        assertThat(new PeArray(1 << 12, 1 << 12, Integer.MAX_VALUE, Dataflow.OUTPUT_STATIONARY, false).macsPerCycle())
                .isEqualTo((1L << 24) * Integer.MAX_VALUE);
    }

    @Test
    void onlyOutputsNeedNoPloading() {
        assertThat(Dataflow.OUTPUT_STATIONARY.preloads()).isFalse();
        assertThat(Dataflow.WEIGHT_STATIONARY.preloads()).isTrue();
        assertThat(Dataflow.INPUT_STATIONARY.preloads()).isTrue();
    }

    @Test
    void aDataflowPutsEachLoopOnTheArrayOnce() {
        assertThat(dataflow(List.of(LoopDim.GROUP, LoopDim.IN_CHANNEL), List.of(LoopDim.OUT_CHANNEL))
                        .rows())
                .hasSize(2);
        assertRefused(
                () -> dataflow(List.of(LoopDim.GROUP), List.of(LoopDim.GROUP)),
                "GROUP lies on the array twice; expected each loop once, on rows or on columns; remove one of the two");
        assertRefused(
                () -> dataflow(List.of(LoopDim.GROUP, LoopDim.GROUP), List.of()),
                "GROUP lies on the array twice; expected each loop once, on rows or on columns; remove one of the two");
    }

    @Test
    void rolesAndLoopsAreNotMixed() {
        assertRefused(
                () -> new Dataflow(
                        "x",
                        List.of(MatrixAxis.K),
                        List.of(LoopDim.IN_CHANNEL),
                        Operand.WEIGHT,
                        new Interconnect.Systolic()),
                "rows [K] and columns [IN_CHANNEL] mix roles (M, N, K) with loops of the same role;"
                        + " expected roles that do not overlap loops; write all in loops, or all in roles");
    }

    @Test
    void aPipelineMayHaveNoDepthButNotLess() {
        assertThat(new Interconnect.Broadcast(0).pipelineCycles()).isZero();
        assertRefused(
                () -> new Interconnect.Broadcast(-1),
                "pipeline_cycles is -1; expected at least 0; give a larger value");
    }

    @Test
    void aBufferHoldsSomethingInSomeBytesThroughAPort() {
        EnumSet<Operand> input = EnumSet.of(Operand.INPUT);
        Buffer least = new Buffer("b", input, 1, false, 1, false);
        assertThat(least.withBytes(2).bytes()).isEqualTo(2);
        assertRefused(() -> least.withBytes(0), "bytes is 0; expected at least 1; give a larger value");
        assertRefused(
                () -> new Buffer("b", input, 1, false, 0, false),
                "bytes_per_cycle is 0; expected at least 1; give a larger value");
        assertRefused(
                () -> Parts.buffer("b", EnumSet.noneOf(Operand.class)),
                "buffer 'b' holds nothing; expected at least one operand; name it under `holds`");
    }

    @Test
    void banksPassWhatAllTheirPortsCarry() {
        assertThat(new Banks(4, 2, 16).bytesPerCycle()).isEqualTo(128);
        assertThat(new Banks(1 << 30, 4, 1L << 60).bytesPerCycle()).isEqualTo(Buffer.UNLIMITED);
        assertRefused(() -> new Banks(0, 1, 1), "count is 0; expected at least 1; give a larger value");
        assertRefused(() -> new Banks(1, 0, 1), "ports is 0; expected at least 1; give a larger value");
        assertRefused(() -> new Banks(1, 1, 0), "bytes is 0; expected at least 1; give a larger value");
    }

    @Test
    void aBufferDoesNotSeeLaterChangesOfItsOperands() {
        EnumSet<Operand> holds = EnumSet.of(Operand.INPUT);
        Buffer buffer = Parts.buffer("b", holds);
        holds.add(Operand.OUTPUT);
        assertThat(buffer.holds()).containsExactly(Operand.INPUT);
    }

    @Test
    void accumulatorsMayBeAbsent() {
        assertThat(Accumulators.NONE.present()).isFalse();
        assertThat(new Accumulators(1).present()).isTrue();
        assertRefused(() -> new Accumulators(-1), "accumulators is -1; expected at least 0; give a larger value");
    }

    @Test
    void dramReachesAtMostItsPeak() {
        assertThat(new Dram(34, 1, "").bytesPerSecond()).isEqualTo(34e9);
        assertThat(new Dram(34, 0.5, "").bytesPerSecond()).isEqualTo(17e9);
        assertRefused(() -> new Dram(34, 1.01, ""), "efficiency is 1.01; expected at most 1; give a share of the peak");
        assertRefused(() -> new Dram(34, 0, ""), "efficiency is 0.0; expected a number above 0; give a positive value");
        assertRefused(
                () -> new Dram(Double.NaN, 1, ""),
                "gigabytes_per_second is NaN; expected a number above 0; give a positive value");
    }

    @Test
    void transfersMayBeginAtOnce() {
        assertThat(Dma.FREE.setupCycles()).isZero();
        assertRefused(() -> new Dma(-1), "setup_cycles is -1; expected at least 0; give a larger value");
    }

    @Test
    void aLaneTakesLongerToDivide() {
        VectorUnit unit = new VectorUnit(1, 8, 16, true);
        assertThat(unit.laneCycles(
                        Map.of(OperationKind.ADD, 3L, OperationKind.DIVIDE, 2L, OperationKind.EXPONENTIAL, 1L)))
                .isEqualTo(3 + 2 * 8 + 16);
        assertThat(unit.cycles(OperationKind.COMPARE)).isEqualTo(unit.cycles(OperationKind.MULTIPLY));
        assertRefused(() -> new VectorUnit(0, 8, 16, true), "lanes is 0; expected at least 1; give a larger value");
        assertRefused(
                () -> new VectorUnit(1, 0, 16, true), "divide_cycles is 0; expected at least 1; give a larger value");
        assertRefused(
                () -> new VectorUnit(1, 8, 0, true),
                "exponential_cycles is 0; expected at least 1; give a larger value");
    }

    private static Dataflow dataflow(List<LoopDim> rows, List<LoopDim> cols) {
        return new Dataflow("x", List.copyOf(rows), List.copyOf(cols), Operand.WEIGHT, new Interconnect.Systolic());
    }

    private static void assertRefused(Runnable make, String message) {
        assertThatThrownBy(make::run).isInstanceOf(InputException.class).hasMessage(message);
    }
}
