package dev.toeplitz.graph.scalesim;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.scalesim.Topology.Form;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        // Not a temporary file of the library's: that would keep its private permissions after the renaming.
        Path beside = path.resolveSibling(
                "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.writeString(beside, TopologyWriter.write(topology));
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new InputException(
                            "cannot write there (%s)".formatted(e.getClass().getSimpleName()),
                            "a place for a file",
                            "check that the directory is there and can be written",
                            e)
                    .at(path.toString());
        } finally {
            beside.toFile().delete();
        }
        return topology.rows().size();
    }
}
