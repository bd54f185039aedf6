package dev.toeplitz.sim.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreboardTest {
    private static final Scoreboard BOARD = Scoreboard.compute();

    private static List<Comparison> cases(String group, String metric) {
        return BOARD.comparisons().stream()
                .filter(each -> each.group().equals(group) && each.metric().equals(metric))
                .toList();
    }

    @Test
    void scaleSimIsMetToTheLastDigit() {
        assertThat(BOARD.comparisons())
                .filteredOn(each -> each.group().equals("SCALE-Sim"))
                .hasSizeGreaterThan(6000)
                .allMatch(Comparison::within);
    }

    @Test
    void everyMissHasItsCauseAndEveryFigureItsSource() {
        assertThat(BOARD.comparisons()).allSatisfy(each -> {
            assertThat(each.source()).isNotBlank();
            assertThat(each.within() || each.why().isPresent())
                    .as("%s, %s", each.subject(), each.metric())
                    .isTrue();
            assertThat(each.within() && each.why().isPresent()).isFalse();
        });
    }

    /** The bounds of these rows are the errors of the paper's own formula. */
    @Test
    void zhangIsCloserThanThePapersFormulaInEveryLayerAndInAll() {
        assertThat(cases("Zhang FPGA'15", "latency")).hasSize(6).allMatch(Comparison::within);
    }

    /** Each layer within 10 %, all of them within 5 %, PEs to the last one. */
    @ParameterizedTest
    @CsvSource({"processing latency", "latency", "active PEs", "DRAM traffic"})
    void eyerissIsWithinWhatIsAimedAtWithThePapersMappings(String metric) {
        assertThat(cases("Eyeriss v1, mapping given", metric)).hasSize(6).allMatch(Comparison::within);
    }

    /** Mean absolute errors in percent as measured, rounded up: a change that makes one worse is seen. */
    @ParameterizedTest(name = "{0}: {1} within {2} %")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "Eyeriss v1; latency; 5.1",
                "Eyeriss v1; DRAM traffic; 13.7",
                "Eyeriss v1; active PEs; 0.4",
                "Eyeriss v1; energy without DRAM; 79",
                "Eyeriss v1, mapping given; processing latency; 3.8",
                "Eyeriss v1, mapping given; latency; 4.0",
                "Eyeriss v1, mapping given; active PEs; 0",
                "Eyeriss v1, mapping given; DRAM traffic; 2.5",
                "Eyeriss v1, zeros given; DRAM bytes uncoded / coded; 6.6",
                "Zhang FPGA'15; latency; 2",
                "PipeCNN; latency; 7.6",
                "Xilinx DPU; throughput; 7.2",
                "Xilinx DPU; DRAM bandwidth; 6.7",
                "CHaiDNN; throughput; 3.2",
                "CHaiDNN, 6 bits; throughput; 3.7",
                "Gemmini, mapping given; cycles, ResNet-50 (held out); 8.4",
                "Gemmini, mapping given; cycles, U-Net (calibrated on); 10.6",
                "Gemmini, mapping given, uncalibrated; cycles; 15.6",
                "Gemmini; cycles; 26.1"
            })
    void errorsGrowNoLarger(String group, String metric, double percent) {
        Summary summary = Summary.of(cases(group, metric));
        assertThat(100 * summary.meanAbsoluteError()).isLessThanOrEqualTo(percent);
    }

    @Test
    void summariesCountEveryCaseOnce() {
        assertThat(BOARD.summaries().stream().mapToInt(Summary::cases).sum())
                .isEqualTo(BOARD.comparisons().size());
        assertThat(BOARD.summaries().stream()
                        .mapToInt(each -> each.modelled() - each.within())
                        .sum())
                .isEqualTo(BOARD.broken().size());
    }
}
