package dev.toeplitz.hw.yaml;

import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** From a file to YAML nodes, which know their line. Whatever is wrong with the file is a user's error here. */
final class Text {
    /** Descriptions have some kilobytes; more is a wrong file, and a device such as /dev/zero never ends. */
    private static final int MOST_BYTES = 1 << 20;

    private static final String SEE = "see `toeplitz hw show tpu-v1`";

    private Text() {}

    static String read(String file) {
        return read(file, "a YAML file");
    }

    /**
     * @param expected what else the words might have been, for the message where there is no such file
     */
    static String read(String file, String expected) {
        try {
            return read(Path.of(file), expected);
        } catch (InputException e) {
            throw e.at(file);
        } catch (InvalidPathException e) {
            throw new InputException("this is no path", "the path of a YAML file", "check the path", e).at(file);
        }
    }

    private static String read(Path path, String expected) {
        if (Files.isDirectory(path)) {
            throw new InputException("this is a directory", "a YAML file", "name a file in it");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return decode(in.readNBytes(MOST_BYTES + 1));
        } catch (NoSuchFileException e) {
            throw new InputException("there is no such file", expected, "check the path", e);
        } catch (CharacterCodingException e) {
            throw new InputException("the file is not text", "YAML in UTF-8", "give an accelerator's description", e);
        } catch (IOException e) {
            throw new InputException(
                    "the file cannot be read (%s)".formatted(e.getMessage()), "a YAML file", "check the path", e);
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        if (bytes.length > MOST_BYTES) {
            throw new InputException("the file is over 1 MiB", "an accelerator's description", "check the path");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /**
     * The root of a text's one YAML document.
     *
     * @param file how messages call the text
     */
    static Node compose(String file, String text) {
        // Section refuses keys that stand twice, in our words; hence they are let through here.
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(true)
                .build();
        try {
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new InputException("the file is empty", "an accelerator", SEE).at(file));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw new InputException(e.getProblem(), "YAML", "correct the line", e).at(file + ":" + line);
        } catch (YamlEngineException e) {
            throw new InputException(firstLine(e.getMessage()), "YAML", "check the file", e).at(file);
        } catch (StackOverflowError _) { // the parser calls itself for each level
            throw new InputException("the YAML is nested too deeply", "an accelerator", SEE).at(file);
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
