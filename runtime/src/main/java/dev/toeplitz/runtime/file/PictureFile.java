package dev.toeplitz.runtime.file;

import dev.toeplitz.terms.InputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures as the JDK reads them. */
final class PictureFile {
    private PictureFile() {}

    static BufferedImage read(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new InputException("no such file", "a picture", "check the path");
            }
            BufferedImage picture = ImageIO.read(file.toFile());
            if (picture == null) {
                throw new InputException("no picture that can be read", "a PNG or JPEG file", "convert it");
            }
            return picture;
        } catch (IOException e) {
            throw new InputException("cannot be read: " + e, "a PNG or JPEG file", "convert it", e);
        }
    }
}
