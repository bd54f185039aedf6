package dev.toeplitz.runtime.opencl;

import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Built programs on disk, each under a hash of all that it depends on: source, options, device and driver. A program that cannot
 * be read or written is built again; the cache never stands in the way.
 */
public final class ProgramCache {
    /** Keeps nothing. */
    public static final ProgramCache NONE = new ProgramCache(Optional.empty());

    private final Optional<Path> folder;

    private ProgramCache(Optional<Path> folder) {
        this.folder = folder;
    }

    public static ProgramCache in(Path folder) {
        return new ProgramCache(Optional.of(folder));
    }

    public static ProgramCache ofUser() {
        return in(folderOfUser().resolve("programs"));
    }

    /** Where the user's system keeps caches: XDG_CACHE_HOME, or .cache in the home folder; and in there what is ours. */
    public static Path folderOfUser() {
        String base = System.getenv("XDG_CACHE_HOME");
        Path caches =
                base == null || base.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return caches.resolve("toeplitz");
    }

    Optional<byte[]> find(String source, String options, Device device) {
        return folder.flatMap(in -> read(in.resolve(key(source, options, device))));
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Files.isRegularFile(file) ? whole(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** What follows the hash, if it is what was hashed: some drivers end the process on a binary that is none. */
    private static Optional<byte[]> whole(byte[] file) {
        int length = hash().getDigestLength();
        if (file.length < length) {
            return Optional.empty();
        }
        byte[] binary = Arrays.copyOfRange(file, length, file.length);
        return Arrays.equals(hash().digest(binary), 0, length, file, 0, length)
                ? Optional.of(binary)
                : Optional.empty();
    }

    /** Keeps a program, whole or not at all. */
    void keep(String source, String options, Device device, byte[] binary) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(folder.get());
            WholeFile.write(folder.get().resolve(key(source, options, device)), out -> {
                out.write(hash().digest(binary));
                out.write(binary);
            });
        } catch (IOException | InputException _) {
            // The next run builds it again.
        }
    }

    private static String key(String source, String options, Device device) {
        MessageDigest hash = hash();
        Device.Software software = device.software();
        for (String part : List.of(
                source, options, device.name(), software.platform(), software.platformVersion(), software.driver())) {
            hash.update(part.getBytes(StandardCharsets.UTF_8));
            hash.update((byte) 0);
        }
        return HexFormat.of().formatHex(hash.digest()) + ".clbin";
    }

    private static MessageDigest hash() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
