package dev.toeplitz.runtime.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.onnx.Shared;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkTest {
    /** These lines stand in the README; {@link #theReadmeShowsTheseLines} holds them there. */
    @Test
    void aModelIsRunInAFewLines() {
        Path model = Shared.path("models/mnist.onnx");
        float[] pixels = new float[28 * 28];
        // README begins
        try (Network network = Network.open(model, "pocl")) {
            Map<String, float[]> outputs = network.run(Map.of("Input3", pixels));
            float[] scores = outputs.get("Plus214_Output_0");
            System.out.println(scores[3]);
            // README ends
            assertThat(scores).hasSize(10);
        }
    }

    @Test
    void theReadmeShowsTheseLines() throws IOException {
        String test = Files.readString(Path.of("src/test/java/dev/toeplitz/runtime/library/NetworkTest.java"));
        String lines = test.split("// README begins\\n")[1].split(" *// README ends")[0];
        String shown = lines.stripTrailing().stripIndent() + "\n}";
        assertThat(Files.readString(Path.of("../README.md"))).contains(shown);
    }

    @Test
    void anInputThatIsNotGivenIsAskedForByName() {
        try (Network network =
                Network.open(RandomWeights.fill(Networks.named("lenet5").build(), 1), "pocl")) {
            assertThatThrownBy(() -> network.run(Map.of()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("is not given; expected 1,024 numbers of shape 1x1x32x32");
        }
    }
}
