package dev.toeplitz.graph.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.onnx.GraphExport.Model;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import dev.toeplitz.terms.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** ONNX files in and out. */
public final class OnnxFile {
    private static final String EXPORT_AGAIN = "export or download the file again";

    private OnnxFile() {}

    /** The graph of a file, every shape fixed; an {@link InputException} names the file and the node that stand in the way. */
    public static Graph read(Path path, ImportOptions options) {
        return load(path, options).graph();
    }

    /** The same, with what became of each node of the file. */
    public static Imported load(Path path, ImportOptions options) {
        try {
            ModelProto model = parse(bytes(path));
            return new GraphImport(model, options, path.toAbsolutePath().getParent()).run();
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

    private static byte[] bytes(Path path) {
        Require.that(Files.exists(path), "there is no such file", "an ONNX file", "check the path");
        Require.that(!Files.isDirectory(path), "this is a directory", "an ONNX file", "name the file in it");
        try {
            long size = Files.size(path);
            Require.that(size > 0, "the file is empty", "an ONNX model", EXPORT_AGAIN);
            Require.that(
                    size < Integer.MAX_VALUE - 8,
                    "the file has %,d bytes".formatted(size),
                    "less than 2 GiB, protobuf's limit",
                    "export the weights as external data");
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new InputException(
                    "the file cannot be read (%s)".formatted(e.getClass().getSimpleName()),
                    "a readable file",
                    "check its permissions",
                    e);
        }
    }

    private static ModelProto parse(byte[] bytes) {
        try {
            // Weights stay where they are in the array instead of being copied twice; nobody else holds the array.
            CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
            in.enableAliasing(true);
            ModelProto model = ModelProto.parseFrom(in);
            if (!model.hasGraph() || model.getIrVersion() < 1) {
                throw notOnnx(bytes);
            }
            return model;
        } catch (IOException e) {
            throw FileKind.of(bytes) == FileKind.ONNX ? truncated(bytes, e) : notOnnx(bytes);
        }
    }

    private static InputException truncated(byte[] bytes, IOException e) {
        return new InputException(
                "the model breaks off or is damaged within its %,d bytes".formatted(bytes.length),
                "a whole ONNX model",
                EXPORT_AGAIN,
                e);
    }

    private static InputException notOnnx(byte[] bytes) {
        return new InputException(
                "this is %s".formatted(FileKind.of(bytes).text()), "an ONNX model", "give a file that ends in .onnx");
    }
}
