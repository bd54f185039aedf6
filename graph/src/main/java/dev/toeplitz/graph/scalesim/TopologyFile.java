package dev.toeplitz.graph.scalesim;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.scalesim.Topology.Form;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** SCALE-Sim topology files in and out. */
public final class TopologyFile {
    private TopologyFile() {}

    /** A node for each line; an {@link InputException} names the file and the line that cannot be read. */
    public static Graph read(Path path) {
        try {
            String file = path.getFileName().toString();
            return GraphOfTopology.of(TopologyReader.read(file.replaceFirst("\\.[^.]*$", ""), lines(path)));
        } catch (InputException e) {
            throw e.at(path.toString());
        }
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw new InputException(
                    "the file cannot be read (%s)".formatted(e.getClass().getSimpleName()),
                    "a SCALE-Sim topology as text",
                    "check the path",
                    e);
        }
    }

    /** Writes the graph's matrix work; the file appears whole or not at all. Gives the number of lines. */
    public static int write(Graph graph, Form form, Path path) {
        Topology topology = TopologyOfGraph.of(graph, form);
        WholeFile.write(path, TopologyWriter.write(topology).getBytes(StandardCharsets.UTF_8));
        return topology.rows().size();
    }
}
