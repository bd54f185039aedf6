package dev.toeplitz.runtime.tune;

import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.plan.Tuning;
import dev.toeplitz.runtime.plan.Variant;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured on one device, in a file of its own: JSON, one entry a task. Another driver is another device, since its compiler
 * makes other code of the same kernels; so its file has another name, and an old one stays as it is.
 */
public final class TuningFile {
    private static final String SCHEMA = "toeplitz-tuning/1";
    private static final int HASH_BYTES = 4;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private final Path file;
    private final Of device;
    private final Map<String, Found> found = new LinkedHashMap<>();

    /** All that its results depend on beside the tasks. */
    record Of(String name, String platform, String platformVersion, String driver) {
        static Of device(Device device) {
            Device.Software software = device.software();
            return new Of(device.name(), software.platform(), software.platformVersion(), software.driver());
        }
    }

    /** The file's text. Times are those of the layer in which the task was measured. */
    record Text(String schema, Of device, List<Entry> tasks) {}

    record Entry(
            String task,
            String loops,
            Effort effort,
            String estimate,
            Long estimateNanoseconds,
            String best,
            Long bestNanoseconds,
            Integer tried,
            List<String> wrong) {
        static Entry of(Found found) {
            return new Entry(
                    found.task(),
                    found.loops(),
                    found.effort(),
                    found.estimate().toString(),
                    found.estimateNanoseconds(),
                    found.best().toString(),
                    found.bestNanoseconds(),
                    found.tried(),
                    found.wrong().stream().map(Variant::toString).toList());
        }

        private boolean isWhole() {
            return task != null
                    && loops != null
                    && effort != null
                    && estimate != null
                    && estimateNanoseconds != null
                    && best != null
                    && bestNanoseconds != null
                    && tried != null
                    && wrong != null;
        }

        Found found() {
            if (!isWhole()) {
                throw new InputException(
                        "an entry lacks a key", "all that `toeplitz tune` writes of a task", "delete the file");
            }
            return new Found(
                    task,
                    loops,
                    effort,
                    Variant.parse(estimate),
                    estimateNanoseconds,
                    Variant.parse(best),
                    bestNanoseconds,
                    tried,
                    wrong.stream().map(Variant::parse).toList());
        }
    }

    private TuningFile(Path file, Of device) {
        this.file = file;
        this.device = device;
    }

    /** Beside the user's built programs. */
    public static Path folderOfUser() {
        return ProgramCache.folderOfUser().resolve("tuning");
    }

    /**
     * The device's file in a folder, as it is now; without entries where there is none yet. Refuses a damaged one and one of another
     * device, and leaves it as it is.
     */
    public static TuningFile open(Path folder, Device device) {
        Of of = Of.device(device);
        TuningFile opened = new TuningFile(folder.resolve(name(of)), of);
        if (Files.exists(opened.file)) {
            opened.read();
        }
        return opened;
    }

    /** As {@code amd-epyc-1a2b3c4d.json}: the device's name, and a hash of it with its driver's versions. */
    private static String name(Of of) {
        String words =
                of.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return "%s-%s.json".formatted(words.substring(0, Math.min(words.length(), 40)), hash(of));
    }

    private static String hash(Of of) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(of.name(), of.platform(), of.platformVersion(), of.driver())) {
                hash.update(part.getBytes(StandardCharsets.UTF_8));
                hash.update((byte) 0);
            }
            return HexFormat.of().formatHex(hash.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void read() {
        try {
            Text text = MAPPER.readValue(Files.readAllBytes(file), Text.class);
            requireOurs(text);
            text.tasks().forEach(entry -> found.put(entry.task(), entry.found()));
        } catch (InputException e) {
            throw e.at(file.toString());
        } catch (JacksonException | IOException e) {
            String what = e instanceof JacksonException json ? json.getOriginalMessage() : e.toString();
            throw new InputException(
                            "cannot be read: " + what,
                            "what `toeplitz tune` wrote",
                            "move it away or delete it; then tune again",
                            e)
                    .at(file.toString());
        }
    }

    private void requireOurs(Text text) {
        if (!SCHEMA.equals(text.schema()) || text.tasks() == null) {
            throw new InputException(
                    "a file of schema '%s'".formatted(text.schema()),
                    SCHEMA,
                    "move it away or delete it; then tune again");
        }
        if (!device.equals(text.device())) {
            throw new InputException(
                    "measured on %s".formatted(text.device()),
                    device.toString(),
                    "move it away or delete it; then tune again");
        }
    }

    public Path path() {
        return file;
    }

    /** What is known of a task, measured with at least that effort. */
    public Optional<Found> known(String task, Effort effort) {
        return Optional.ofNullable(found.get(task)).filter(each -> each.effort().compareTo(effort) >= 0);
    }

    /** How many tasks are known. */
    public int size() {
        return found.size();
    }

    /** Adds a result to what the file holds by now, which another call may have added to, and writes it whole. */
    public void add(Found result) {
        if (Files.exists(file)) {
            read();
        }
        found.put(result.task(), result);
        List<Entry> entries =
                new ArrayList<>(found.values().stream().map(Entry::of).toList());
        byte[] text =
                (MAPPER.writeValueAsString(new Text(SCHEMA, device, entries)) + "\n").getBytes(StandardCharsets.UTF_8);
        requireWritable();
        WholeFile.write(file, text);
    }

    /** Makes the folder where there is none: what takes minutes to measure is to find a place. */
    public void requireWritable() {
        Path folder = file.getParent();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InputException(
                            "cannot be made (%s)".formatted(e), "a folder", "give another one with --folder", e)
                    .at(folder.toString());
        }
        if (!Files.isWritable(folder)) {
            throw new InputException("cannot be written to", "a folder of yours", "give another one with --folder")
                    .at(folder.toString());
        }
    }

    /** For plans: the best of every task, also where it is what is estimated today, which another version may not do. */
    public Tuning tuning() {
        Map<String, Variant> variants = new LinkedHashMap<>();
        found.values().forEach(each -> variants.put(each.task(), each.best()));
        return Tuning.of(variants);
    }
}
