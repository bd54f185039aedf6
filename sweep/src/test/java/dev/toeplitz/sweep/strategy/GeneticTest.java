package dev.toeplitz.sweep.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.sweep.Spaces;
import dev.toeplitz.sweep.engine.Findings;
import dev.toeplitz.sweep.engine.Ledger;
import dev.toeplitz.sweep.engine.LocalEngine;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.engine.Sweep;
import dev.toeplitz.sweep.report.Hypervolume;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import org.junit.jupiter.api.Test;

class GeneticTest {
    /** 9 · 9 · 2 · 5 · 5 = 4,050 designs. */
    private static final String WIDE = """
        base: zu9eg-32x32
        fpga: zu9eg
        parameters:
          pe_array.rows: [4, 8, 12, 16, 24, 32, 48, 64, 96]
          pe_array.cols: [4, 8, 12, 16, 24, 32, 48, 64, 96]
          pe_array.dataflow: [ws, os]
          buffers.input.bytes: {powers_of_two: [32 KiB, 512 KiB]}
          buffers.weight.bytes: {powers_of_two: [32 KiB, 512 KiB]}
        derived:
          vector_unit.lanes: pe_array.cols
        constraints: [dsp <= device.dsp]
        objectives: [latency, energy, dsp]
        """;

    private static Findings run(Study study, Strategy strategy) {
        try (LocalEngine engine = new LocalEngine(study, 2)) {
            return new Sweep(study, engine, Ledger.NONE, progress -> {}).run(strategy);
        }
    }

    @Test
    void aTwentiethOfTheGridReachesNineteenTwentiethsOfItsHypervolumeAndTheSameSeedTheSameDesigns() {
        Study study = Spaces.study(WIDE, "lenet5");
        Findings grid = run(study, new Grid());
        Hypervolume measure = new Hypervolume(study.space().objectives(), grid.front());
        int budget = (int) (study.space().size() / 20);
        double whole = measure.of(grid.front());
        for (long seed = 1; seed <= 3; seed++) {
            Findings search = run(study, new Genetic(budget, seed));
            assertThat(search.evaluated() + search.refusals()).isLessThanOrEqualTo(budget);
            assertThat(measure.of(search.front()) / whole).as("seed %d", seed).isBetween(0.95, 1.0);
        }
        assertThat(run(study, new Genetic(budget, 1)).front().stream()
                        .map(Evaluated::id)
                        .toList())
                .isEqualTo(run(study, new Genetic(budget, 1)).front().stream()
                        .map(Evaluated::id)
                        .toList())
                .isNotEmpty();
    }
}
