package dev.toeplitz.sweep.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.onnx.ImportOptions;
import dev.toeplitz.graph.onnx.OnnxFile;
import dev.toeplitz.graph.pass.RandomWeights;
import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sweep.engine.EngineProvider.Sources;
import dev.toeplitz.sweep.engine.SimulatedNetwork;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.space.SpaceFile;
import dev.toeplitz.terms.InputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTextTest {
    @TempDir
    private Path directory;

    private static StudyText overTheWire(StudyText text) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(text);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (StudyText) in.readObject();
        }
    }

    @Test
    void filesOfEveryKindAreSentWhole() throws Exception {
        Path base = Files.writeString(directory.resolve("base.yaml"), Accelerators.text("zu9eg-32x32"));
        Path space = Files.writeString(directory.resolve("space.yaml"), """
            base: base.yaml
            parameters:
              pe_array.rows: [0, 8, 32]
            objectives: [latency]
            """);
        Path energy = Files.writeString(
                directory.resolve("energy.yaml"),
                Files.readString(Path.of("../hw/src/main/resources/dev/toeplitz/hw/energy/45nm.yaml")));
        Path network = directory.resolve("mine.onnx");
        OnnxFile.write(RandomWeights.fill(Networks.named("lenet5").build(), 1), network);
        Graph graph = OnnxFile.read(network, ImportOptions.NONE);
        Study study = new Study(
                SpaceFile.read(space),
                List.of(new SimulatedNetwork(network.toString(), graph, EnergyTables.load(energy.toString()))),
                List.of(1.0));
        Sources sources = new Sources(space, Map.of(network.toString(), Optional.of(network)), energy.toString());
        StudyText sent = overTheWire(StudyText.of(study, sources));
        for (Path each : List.of(base, space, energy, network)) {
            Files.delete(each);
        }
        Study there = sent.study();
        for (long design = 0; design < study.space().size(); design++) {
            assertThat(there.outcome(design)).isEqualTo(study.outcome(design));
        }
    }

    @Test
    void anotherStudyIsRefused() throws IOException {
        Path space = Files.writeString(directory.resolve("space.yaml"), """
            base: zu9eg-32x32
            parameters:
              pe_array.rows: [8, 32]
            objectives: [latency]
            """);
        Study study = new Study(
                SpaceFile.read(space),
                List.of(new SimulatedNetwork("lenet5", Networks.named("lenet5").build(), EnergyTables.load("45nm"))),
                List.of(1.0));
        Sources sevenNanometres = new Sources(space, Map.of("lenet5", Optional.empty()), "7nm");
        assertThatThrownBy(() -> StudyText.of(study, sevenNanometres))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another one")
                .hasMessageContaining("same version of Toeplitz");
    }
}
