package dev.toeplitz.cli;

import dev.toeplitz.hw.Dram;
import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.hw.yaml.DramStandards;
import java.util.Optional;

/** What is known of the DRAM standard that an accelerator names. */
final class KnownDram {
    private KnownDram() {}

    /** Where a standard is named whose timings are not known: what counts in their place. */
    static Optional<String> timings(Dram dram) {
        return dram.standard().isBlank() || DramStandards.find(dram.standard()).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "dram.standard '%s': its timings are not known (known are %s), so the timeline takes dram.efficiency"
                                .formatted(OneLine.of(dram.standard()), String.join(", ", DramStandards.names())));
    }

    /** Likewise where not even its kind is known, neither by timings nor by energy: then it is likely a slip. */
    static Optional<String> doubt(Dram dram, EnergyTable table) {
        boolean ofAKind = DramStandards.isOfAKind(dram.standard())
                || !table.dramKey(dram.standard()).equals(EnergyTable.OTHER_DRAM);
        return ofAKind
                ? Optional.empty()
                : timings(dram).map(words -> words + ", and energy is that of a DRAM of no named standard");
    }
}
