package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.op.Coordinates;
import dev.toeplitz.graph.op.Kernel;
import dev.toeplitz.graph.op.Resize;
import dev.toeplitz.graph.op.Resize.Stretch;
import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Stretching and shrinking of maps. */
final class ResizeRules {
    private static final Map<String, Kernel.Mode> MODES = Map.of(
            "nearest",
            Kernel.Mode.NEAREST,
            "linear",
            Kernel.Mode.LINEAR,
            "bilinear",
            Kernel.Mode.LINEAR,
            "cubic",
            Kernel.Mode.CUBIC);

    private static final Map<String, Coordinates> COORDINATES = Map.of(
            "half_pixel", Coordinates.HALF_PIXEL,
            "half_pixel_symmetric", Coordinates.HALF_PIXEL_SYMMETRIC,
            "pytorch_half_pixel", Coordinates.HALF_PIXEL_PYTORCH,
            "tf_half_pixel_for_nn", Coordinates.HALF_PIXEL_TENSORFLOW,
            "align_corners", Coordinates.ALIGN_CORNERS,
            "asymmetric", Coordinates.ASYMMETRIC,
            "tf_crop_and_resize", Coordinates.CROP);

    private static final Map<String, Kernel.Rounding> ROUNDINGS = Map.of(
            "round_prefer_floor", Kernel.Rounding.HALF_DOWN,
            "round_prefer_ceil", Kernel.Rounding.HALF_UP,
            "floor", Kernel.Rounding.DOWN,
            "ceil", Kernel.Rounding.UP);

    private ResizeRules() {}

    static void add() {
        OnnxOperators.add("Upsample", 1, 9, ResizeRules::upsample);
        OnnxOperators.add("Resize", 10, 10, ResizeRules::upsample);
        OnnxOperators.add("Resize", 11, ResizeRules::resize);
    }

    /** As ONNX calls it. */
    static String name(Coordinates coordinates) {
        return key(COORDINATES, coordinates);
    }

    static String name(Kernel.Rounding rounding) {
        return key(ROUNDINGS, rounding);
    }

    private static <T> String key(Map<String, T> names, T value) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue() == value)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** The first versions: coordinates divided by the scale and rounded down. */
    private static void upsample(OnnxNode node) {
        Attributes attributes = node.attributes();
        String mode = attributes.choice("mode", "nearest", "linear", "bilinear");
        List<Double> scales = scales(node);
        List<Stretch> stretches = new ArrayList<>();
        for (int axis = 0; axis < scales.size(); axis++) {
            stretches.add(scaled(node.shape(0), axis, scales.get(axis), 0, 1));
        }
        Kernel kernel = new Kernel(MODES.get(mode), Kernel.Rounding.DOWN, 0, false, false);
        node.become(new Resize(changing(node.shape(0), stretches), Coordinates.ASYMMETRIC, kernel, 0), node.input(0));
    }

    private static List<Double> scales(OnnxNode node) {
        Attributes attributes = node.attributes();
        if (node.opset() >= 9) {
            return node.reals(1, "the scales");
        }
        if (node.opset() >= 7) {
            return attributes.reals("scales").orElseThrow(() -> Attributes.missing("scales"));
        }
        return List.of(1.0, 1.0, attributes.real("height_scale"), attributes.real("width_scale"));
    }

    private static void resize(OnnxNode node) {
        Attributes attributes = node.attributes();
        Kernel kernel = new Kernel(
                MODES.get(attributes.choice("mode", "nearest", "linear", "cubic")),
                ROUNDINGS.get(
                        attributes.choice("nearest_mode", "round_prefer_floor", "round_prefer_ceil", "floor", "ceil")),
                attributes.real("cubic_coeff_a", -0.75),
                node.opset() >= 18 && attributes.flag("antialias", false),
                attributes.flag("exclude_outside", false));
        Coordinates coordinates = COORDINATES.get(attributes.choice(
                "coordinate_transformation_mode",
                "half_pixel",
                "half_pixel_symmetric",
                "pytorch_half_pixel",
                "tf_half_pixel_for_nn",
                "align_corners",
                "asymmetric",
                "tf_crop_and_resize"));
        double extrapolation = attributes.real("extrapolation_value", 0);
        List<Stretch> stretches = stretches(node, coordinates);
        List<Stretch> needed = coordinates == Coordinates.CROP ? stretches : changing(node.shape(0), stretches);
        node.become(new Resize(needed, coordinates, kernel, extrapolation), node.input(0));
    }

    private static List<Stretch> stretches(OnnxNode node, Coordinates coordinates) {
        Shape x = node.shape(0);
        List<Integer> axes = node.opset() < 18
                ? allAxes(x)
                : node.attributes()
                        .integers("axes")
                        .map(given -> given.stream().map(x::axis).toList())
                        .orElse(allAxes(x));
        String policy = node.opset() < 18
                ? "stretch"
                : node.attributes().choice("keep_aspect_ratio_policy", "stretch", "not_larger", "not_smaller");
        List<Double> crop = coordinates == Coordinates.CROP ? node.reals(1, "the region") : List.of();
        boolean bySize = node.has(3) && node.shape(3).elements() > 0;
        List<Double> given = bySize ? node.reals(3, "the sizes") : node.reals(2, "the scales");
        int count = axes.size();
        Require.that(
                given.size() == count && (crop.isEmpty() || crop.size() == 2 * count),
                "%d scales or sizes and a region of %d".formatted(given.size(), crop.size()),
                "%d, and two for each axis".formatted(count),
                "correct the constants");
        double common = bySize ? common(policy, x, axes, given) : Double.NaN;
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int axis = axes.get(i);
            double from = crop.isEmpty() ? 0 : crop.get(i);
            double to = crop.isEmpty() ? 1 : crop.get(count + i);
            stretches.add(
                    bySize ? sized(x, axis, given.get(i), common, from, to) : scaled(x, axis, given.get(i), from, to));
        }
        return stretches;
    }

    private static List<Integer> allAxes(Shape x) {
        return IntStream.range(0, x.rank()).boxed().toList();
    }

    /** The scale of all axes where their ratio stays; not a number where each has its own. */
    private static double common(String policy, Shape x, List<Integer> axes, List<Double> sizes) {
        DoubleStream scales = IntStream.range(0, axes.size()).mapToDouble(i -> sizes.get(i) / x.at(axes.get(i)));
        return switch (policy) {
            case "not_larger" -> scales.min().orElse(1);
            case "not_smaller" -> scales.max().orElse(1);
            default -> Double.NaN;
        };
    }

    private static Stretch sized(Shape x, int axis, double size, double common, double from, double to) {
        boolean own = Double.isNaN(common);
        int length = (int) (own ? size : Math.floor(common * x.at(axis) + 0.5));
        return new Stretch(axis, length, own ? size / x.at(axis) : common, from, to);
    }

    /** Scales are single precision, and so is the product that is rounded down. */
    private static Stretch scaled(Shape x, int axis, double scale, double from, double to) {
        return new Stretch(axis, (int) Math.floor((float) (scale * x.at(axis))), scale, from, to);
    }

    /** Without the axes that stay as they are. */
    private static List<Stretch> changing(Shape x, List<Stretch> stretches) {
        return stretches.stream()
                .filter(stretch -> stretch.scale() != 1 || stretch.size() != x.at(stretch.axis()))
                .toList();
    }
}
