package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.onnx.GraphExport.Model;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.WholeFile;
import java.nio.file.Path;

/** ONNX files in and out. */
public final class OnnxFile {
    private OnnxFile() {}

    /** The graph of a file, every shape fixed; an {@link InputException} names the file and the node that stand in the way. */
    public static Graph read(Path path, ImportOptions options) {
        return load(path, options).graph();
    }

    /** The same, with what became of each node of the file. */
    public static Imported load(Path path, ImportOptions options) {
        try {
            ModelFile file = new ModelFile(path);
            OnnxTensors tensors = new OnnxTensors(path.toAbsolutePath().getParent(), file::stored);
            return new GraphImport(file.model(), options, tensors).run();
        } catch (InputException e) {
            throw e.at(path.toString());
        }
    }

    /**
     * Writes the graph with its weights as a file that appears whole or not at all. Numbers that are attributes in ONNX are
     * rounded to single precision, which is all it has for them. An {@link InputException} names a node that ONNX cannot
     * express, or a weight that has no values.
     */
    public static void write(Graph graph, Path path) {
        Model model = GraphExport.of(graph);
        WholeFile.write(path, out -> ModelWriter.write(model, out));
    }
}
