package dev.toeplitz.reports.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.reports.model.LayerJoin.Group;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerJoinTest {
    private static Group group(List<Integer> left, List<Integer> right) {
        return new Group(List.of(left, right));
    }

    @Test
    void aStageIsJoinedToTheLayersThatItCoversAndALayerToItsStages() {
        List<List<String>> layers = List.of(List.of("conv"), List.of("relu"), List.of("fc", "tanh"));
        List<List<String>> stages = List.of(List.of("conv", "relu"), List.of("fc"), List.of("tanh"));
        assertThat(LayerJoin.of(List.of(layers, stages)))
                .containsExactly(group(List.of(0, 1), List.of(0)), group(List.of(2), List.of(1, 2)));
    }

    @Test
    void rowsThatOverlapInAChainAreOneGroup() {
        List<List<String>> layers = List.of(List.of("a"), List.of("b", "c"), List.of("d"));
        List<List<String>> stages = List.of(List.of("a", "b"), List.of("c", "d"));
        assertThat(LayerJoin.of(List.of(layers, stages))).containsExactly(group(List.of(0, 1, 2), List.of(0, 1)));
    }

    @Test
    void whatOneSideLacksStandsAlone() {
        List<Group> groups = LayerJoin.of(
                List.of(List.of(List.of("conv"), List.of("bn")), List.of(List.of("conv"), List.of("extra"))));
        assertThat(groups)
                .containsExactly(
                        group(List.of(0), List.of(0)), group(List.of(1), List.of()), group(List.of(), List.of(1)));
        assertThat(groups.stream().map(Group::joins)).containsExactly(true, false, false);
    }
}
