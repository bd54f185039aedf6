package dev.toeplitz.runtime.file;

import dev.toeplitz.graph.onnx.OnnxTensorFile;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** A tensor in a file, of the kind that its name ends in. */
public final class TensorFile {
    private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg", "gif", "bmp");

    private TensorFile() {}

    /**
     * The file's numbers for an input of a network.
     *
     * @param preparation what is done to a picture; other files are taken as they are
     */
    public static Tensor read(Path file, TensorType wanted, Preparation preparation) {
        try {
            if (isPicture(file)) {
                return preparation.prepared(PictureFile.read(file), wanted);
            }
            return switch (end(file)) {
                case "npy" -> shaped(NumpyFile.read(file), wanted);
                case "pb" -> shaped(OnnxTensorFile.read(file), wanted);
                case String end ->
                    throw new InputException(
                            "a file that ends in '%s'".formatted(end),
                            ".npy, .npz, .pb (an ONNX tensor), .png or .jpg",
                            "convert it to one of these");
            };
        } catch (InputException e) {
            throw e.at(file.toString());
        }
    }

    /** Whether the file's name says that it holds a picture, which is prepared, and not numbers. */
    public static boolean isPicture(Path file) {
        return PICTURES.contains(end(file));
    }

    private static String end(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The same elements where only axes of extent 1 differ; anything else is another input. */
    public static Tensor shaped(Tensor found, TensorType wanted) {
        if (!withoutOnes(found.shape()).equals(withoutOnes(wanted.shape()))) {
            throw new InputException(
                    "a tensor of shape " + found.shape(),
                    "shape %s, as the network's input has it".formatted(wanted.shape()),
                    "give the input that shape, or the network this one by --input-shape or --batch");
        }
        return Tensor.of(wanted, found.toDoubles());
    }

    private static Shape withoutOnes(Shape shape) {
        return new Shape(shape.extents().stream().filter(extent -> extent != 1).toList());
    }
}
