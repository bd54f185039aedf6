package dev.toeplitz.graph.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.toeplitz.graph.work.Reducers.Cost;
import dev.toeplitz.graph.work.Reducers.Module;
import dev.toeplitz.graph.zoo.Lectures;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.graph.zoo.Options;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReducersTest {
    @Test
    @DisplayName("A7, TV5, TV6: the lectures' example takes 854,196,224 MACs naively and 271,351,808 reduced, not 358M")
    void theExampleOfTheLectures() {
        Module example = Reducers.of(Lectures.inceptionExample()).getFirst();
        assertThat(example.naive().macs()).isEqualTo(25_690_112L + 346_816_512 + 481_689_600);
        assertThat(example.reduced().macs()).isEqualTo(3 * 12_845_056L + 25_690_112 + 86_704_128 + 120_422_400);
        assertThat(example.naive().channels()).isEqualTo(672);
        assertThat(example.reduced().channels()).isEqualTo(480);
        assertThat(example.naive().parameters()).isEqualTo(256 * (128 + 9 * 192 + 25 * 96));
        assertThat(example.ratio()).isCloseTo(3.15, within(0.005));
    }

    @Test
    void googLeNetHasNineModulesThatReduce() {
        List<Module> modules = Reducers.of(Networks.load("googlenet", Options.USUAL));
        assertThat(modules).hasSize(9).allMatch(module -> module.ratio() > 2);
        // Szegedy et al. 2014, table 1: 64, 96 to 128, 16 to 32, 32 filters on 192 channels; a bias for each
        assertThat(modules.getFirst().naive())
                .isEqualTo(new Cost(
                        28L * 28 * 192 * (64 + 9 * 128 + 25 * 32),
                        192 * (64 + 9 * 128 + 25 * 32) + 64 + 128 + 32,
                        64 + 128 + 32 + 192));
        assertThat(modules.getFirst().reduced().parameters())
                .isEqualTo(192 * (64 + 96 + 16 + 32) + 9 * 96 * 128 + 25 * 16 * 32 + 64 + 96 + 128 + 16 + 32 + 32);
    }

    @Test
    void modulesWithoutReducersAreNone() {
        assertThat(Reducers.of(Networks.load("alexnet", Options.USUAL))).isEmpty();
        assertThat(Reducers.of(Networks.load("squeezenet1.0", Options.USUAL)))
                .as("a squeeze feeds a 1x1 and a 3x3")
                .allMatch(module -> module.name().startsWith("fire"));
    }
}
