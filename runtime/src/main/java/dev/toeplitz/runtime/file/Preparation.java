package dev.toeplitz.runtime.file;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.terms.InputException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** How a picture becomes a network's input, N × C × H × W with N = 1. What a network was trained with, nobody can read off it. */
public enum Preparation {
    /** Stretched to the input's size; pixel values from 0 to 255, red, green, blue or grey. */
    RAW("stretched to size, 0 to 255", new double[] {0, 0, 0}, new double[] {1, 1, 1}, false),
    /** The same from 0 to 1. */
    UNIT("stretched to size, 0 to 1", new double[] {0, 0, 0}, new double[] {255, 255, 255}, false),
    /** The shorter side scaled to 8/7 of the size and the middle cut out; red, green, blue by torchvision's mean and deviation. */
    IMAGENET(
            "middle 7/8, (x/255 - mean)/deviation with torchvision's 0.485 0.456 0.406 and 0.229 0.224 0.225",
            new double[] {0.485 * 255, 0.456 * 255, 0.406 * 255},
            new double[] {0.229 * 255, 0.224 * 255, 0.225 * 255},
            true),
    /** The same cut; blue, green, red minus the mean picture's 104, 117, 123, as Caffe's models want it. */
    CAFFE("middle 7/8, BGR - (104, 117, 123)", new double[] {123, 117, 104}, new double[] {1, 1, 1}, true);

    private final String words;
    private final double[] mean;
    private final double[] deviation;
    private final boolean cuts;

    Preparation(String words, double[] mean, double[] deviation, boolean cuts) {
        this.words = words;
        this.mean = mean;
        this.deviation = deviation;
        this.cuts = cuts;
    }

    /** What it does, in words. */
    public String words() {
        return words;
    }

    /** The usual one for inputs of so many channels: grey ones as they are, coloured ones as ImageNet's. */
    public static Preparation usual(TensorType input) {
        return input.shape().rank() == 4 && input.shape().at(1) == 3 ? IMAGENET : RAW;
    }

    public static Preparation named(String name) {
        for (Preparation each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return each;
            }
        }
        throw new InputException("'%s'".formatted(name), "raw, unit, imagenet or caffe", "take one of them");
    }

    Tensor prepared(BufferedImage picture, TensorType wanted) {
        Shape shape = wanted.shape();
        if (shape.rank() != 4 || shape.at(0) != 1 || shape.at(1) != 1 && shape.at(1) != 3) {
            throw new InputException(
                    "a picture for an input of shape " + shape,
                    "an input of 1x1xHxW or 1x3xHxW",
                    "give a .npy file, or --batch 1");
        }
        BufferedImage sized = sized(picture, shape.at(3), shape.at(2), shape.at(1) == 1);
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int channel = 0; channel < shape.at(1); channel++) {
            int band = this == CAFFE && shape.at(1) == 3 ? 2 - channel : channel;
            for (int row = 0; row < shape.at(2); row++) {
                for (int col = 0; col < shape.at(3); col++) {
                    double value = sized.getRaster().getSample(col, row, band);
                    int at = (channel * shape.at(2) + row) * shape.at(3) + col;
                    values[at] = (float) ((value - mean[band]) / deviation[band]);
                }
            }
        }
        return new Tensor.Floats(wanted, values);
    }

    private BufferedImage sized(BufferedImage picture, int width, int height, boolean grey) {
        int type = grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        if (picture.getWidth() == width && picture.getHeight() == height && picture.getType() == type) {
            return picture;
        }
        BufferedImage sized = new BufferedImage(width, height, type);
        Graphics2D graphics = sized.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        double scale = Math.max((double) width / picture.getWidth(), (double) height / picture.getHeight()) * 8 / 7;
        int wide = cuts ? (int) Math.round(picture.getWidth() * scale) : width;
        int high = cuts ? (int) Math.round(picture.getHeight() * scale) : height;
        graphics.drawImage(picture, (width - wide) / 2, (height - high) / 2, wide, high, null);
        graphics.dispose();
        return sized;
    }
}
