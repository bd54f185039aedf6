package dev.toeplitz.sim.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.terms.LoopDim;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenNestTest {
    @Test
    void aTileIsWhatTheLoopsInsideDramCover() {
        String nest = "L3[WIO] P7 Q14 - L2[WI] N1 K16X - L1[O] K4 S7 R7 Q2 P4 C3X - L0[W] Q4 P4";
        assertThat(GivenNest.parse(nest).tile())
                .isEqualTo(Map.of(
                        LoopDim.BATCH, 1,
                        LoopDim.OUT_CHANNEL, 64,
                        LoopDim.IN_CHANNEL, 3,
                        LoopDim.OUT_ROW, 8,
                        LoopDim.OUT_COL, 16,
                        LoopDim.FILTER_ROW, 7,
                        LoopDim.FILTER_COL, 7));
    }

    @Test
    void refusesWhatIsNoNest() {
        assertThatThrownBy(() -> GivenNest.parse("L3[WIO] P7 Z2"))
                .hasMessage("'Z2' in a loop nest; expected a loop, as P7 or K16X; correct the nest");
        assertThatThrownBy(() -> GivenNest.parse("P7 Q2"))
                .hasMessage("'P7 Q2' in a loop nest; expected a level, as L3[WIO] P7 Q14; correct the nest");
    }
}
