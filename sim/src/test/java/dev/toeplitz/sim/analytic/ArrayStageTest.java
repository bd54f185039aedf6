package dev.toeplitz.sim.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.work.MatrixWork;
import dev.toeplitz.hw.Dataflow;
import dev.toeplitz.hw.PeArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

class ArrayStageTest {
    @ParameterizedTest(name = "{2}/{3} on {7}×{8} {9}")
    @CsvFileSource(
            resources = "/dev/toeplitz/sim/scoreboard/scalesim.csv",
            useHeadersInDisplayName = false,
            numLinesToSkip = 2)
    void equalsScaleSim(ArgumentsAccessor row) {
        PeArray array = new PeArray(row.getInteger(7), row.getInteger(8), 1, dataflow(row.getString(9)), false);
        MatrixWork work = MatrixWork.product(1, row.getInteger(4), row.getInteger(5), row.getInteger(6));
        ArrayTime time = ArrayStage.time(work, array);
        // It counts from cycle 0 and so reports one less.
        assertThat(time.cycles() - 1).isEqualTo(row.getLong(10));
        assertThat(100 * time.mappingEfficiency()).isEqualTo(row.getDouble(11), within(1e-6));
    }

    @Property
    void neverBeatsThePeak(
            @ForAll @IntRange(min = 1, max = 500) int m,
            @ForAll @IntRange(min = 1, max = 500) int n,
            @ForAll @IntRange(min = 1, max = 500) int k,
            @ForAll @IntRange(min = 1, max = 64) int rows,
            @ForAll @IntRange(min = 1, max = 64) int cols,
            @ForAll @IntRange(max = 2) int dataflow,
            @ForAll boolean shadowRegisters) {
        PeArray array = new PeArray(rows, cols, 1, Dataflow.NAMED.get(dataflow), shadowRegisters);
        ArrayTime time = ArrayStage.time(MatrixWork.product(1, m, n, k), array);
        assertThat(time.cycles() * array.macsPerCycle()).isGreaterThanOrEqualTo((long) m * n * k);
        assertThat(time.mappingEfficiency()).isBetween(0.0, 1.0);
    }

    @Property
    void shadowRegistersNeverSlowDown(
            @ForAll @IntRange(min = 1, max = 500) int m,
            @ForAll @IntRange(min = 1, max = 500) int n,
            @ForAll @IntRange(min = 1, max = 500) int k,
            @ForAll @IntRange(min = 1, max = 64) int side,
            @ForAll @IntRange(max = 2) int dataflow) {
        MatrixWork work = MatrixWork.product(1, m, n, k);
        PeArray plain = new PeArray(side, side, 1, Dataflow.NAMED.get(dataflow), false);
        PeArray shadowed = new PeArray(side, side, 1, Dataflow.NAMED.get(dataflow), true);
        assertThat(ArrayStage.time(work, shadowed).cycles())
                .isLessThanOrEqualTo(ArrayStage.time(work, plain).cycles());
    }

    static Dataflow dataflow(String name) {
        return Dataflow.NAMED.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
