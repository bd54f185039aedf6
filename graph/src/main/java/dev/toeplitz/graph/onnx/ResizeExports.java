package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.Coordinates;
import dev.toeplitz.graph.op.Kernel;
import dev.toeplitz.graph.op.Resize;
import dev.toeplitz.graph.op.Resize.Stretch;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.DataType;
import dev.toeplitz.terms.InputException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Stretching and shrinking: by sizes, which are exact, where these give the scales; else by scales in single precision. */
final class ResizeExports {
    private ResizeExports() {}

    static void write(Resize resize, ExportNode node) {
        Shape x = node.shape(0);
        List<Stretch> stretches = resize.stretches();
        String scales = "";
        String sizes = "";
        if (stretches.stream().allMatch(stretch -> ownScale(x, stretch) == stretch.scale())) {
            sizes = node.integers("sizes", stretches.stream().map(Stretch::size).toList());
        } else if (stretches.stream().allMatch(stretch -> scaledSize(x, stretch) == stretch.size())) {
            scales = reals("scales", stretches.stream().map(Stretch::scale).toList(), node);
        } else {
            throw new InputException(
                    "sizes %s by scales %s of shape %s"
                            .formatted(
                                    stretches.stream().map(Stretch::size).toList(),
                                    stretches.stream().map(Stretch::scale).toList(),
                                    x),
                    "scales that give the sizes, or sizes that give the scales",
                    "resize by either of them");
        }
        List<String> operands =
                Stream.of(node.input(0), region(resize, node), scales, sizes).collect(Collectors.toList());
        while (operands.getLast().isEmpty()) {
            operands.removeLast();
        }
        node.become(call(resize), operands);
    }

    private static Call call(Resize resize) {
        Kernel kernel = resize.kernel();
        return Call.of("Resize")
                .text("mode", kernel.mode().name().toLowerCase())
                .text("coordinate_transformation_mode", ResizeRules.name(resize.coordinates()))
                .text("nearest_mode", ResizeRules.name(kernel.rounding()))
                .real("cubic_coeff_a", kernel.a())
                .flag("antialias", kernel.antialias())
                .flag("exclude_outside", kernel.excludesOutside())
                .real("extrapolation_value", resize.extrapolation())
                .integers("axes", resize.stretches().stream().map(Stretch::axis).toList());
    }

    /** As an importer reads it from a scale in single precision. */
    private static int scaledSize(Shape x, Stretch stretch) {
        return (int) Math.floor((float) ((float) stretch.scale() * (double) x.at(stretch.axis())));
    }

    private static double ownScale(Shape x, Stretch stretch) {
        return stretch.size() / (double) x.at(stretch.axis());
    }

    /** The part of each axis that is stretched: all starts, then all ends. */
    private static String region(Resize resize, ExportNode node) {
        if (resize.coordinates() != Coordinates.CROP) {
            return "";
        }
        return reals(
                "region",
                Stream.concat(
                                resize.stretches().stream().map(Stretch::from),
                                resize.stretches().stream().map(Stretch::to))
                        .toList(),
                node);
    }

    private static String reals(String suffix, List<Double> values, ExportNode node) {
        double[] rounded = IntStream.range(0, values.size())
                .mapToDouble(i -> values.get(i).floatValue())
                .toArray();
        return node.constant(suffix, Tensor.of(new TensorType(DataType.FLOAT32, Shape.of(rounded.length)), rounded));
    }
}
