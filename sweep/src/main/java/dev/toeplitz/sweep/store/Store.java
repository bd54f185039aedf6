package dev.toeplitz.sweep.store;

import dev.toeplitz.sweep.engine.Ledger;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.space.Figures;
import dev.toeplitz.sweep.space.Outcome;
import dev.toeplitz.sweep.space.Resources;
import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The outcomes of one study. Tables: {@code result} ({@link Columns}), {@code refused} (design, reason), {@code about}
 * (key, value), and {@code layer} where a study wants it. What was added is there after a kill or a crash; what is half added is not.
 */
public final class Store implements Ledger, AutoCloseable {
    /** Grows when a program of before could not read what is written now. */
    static final int FORMAT = 1;

    /** As statements: the driver's own {@code commit()} keeps a full disk to itself (DuckDB JDBC 2.0.0.1). */
    private static final String BEGIN = "BEGIN TRANSACTION";

    private static final String COMMIT = "COMMIT";

    /** A process's own second connection would share the file with the first, which DuckDB allows. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Study study;
    private final Columns columns;
    private final DuckDBConnection connection;
    private final boolean fresh;

    private Store(Path file, Study study, DuckDBConnection connection) throws SQLException {
        this.file = file;
        this.study = study;
        this.columns = new Columns(study.space());
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute(BEGIN);
            prepare(statement);
            statement.execute(COMMIT);
            this.fresh = count(statement, "result") + count(statement, "refused") == 0;
        }
    }

    /**
     * Opens the store of a study, or makes it where there is none.
     *
     * @throws InputException where it is another study's, a newer version's, no store, or being written to
     */
    public static Store open(Path path, Study study) {
        Path file = real(path);
        if (!OPEN.add(file)) {
            throw Connections.busy(path, null);
        }
        DuckDBConnection connection = null;
        try {
            connection = Connections.open(file, false);
            return new Store(file, study, connection);
        } catch (SQLException | RuntimeException e) {
            close(connection);
            OPEN.remove(file);
            throw e instanceof InputException known ? known : failed(file, e);
        }
    }

    private static Path real(Path path) {
        try {
            Path directory = Files.createDirectories(path.toAbsolutePath().getParent());
            return directory.toRealPath().resolve(path.getFileName());
        } catch (IOException e) {
            throw new InputException(
                    "%s cannot be written (%s)".formatted(path, e), "a file", "choose another with --store", e);
        }
    }

    private void prepare(Statement statement) throws SQLException {
        statement.execute("CREATE TABLE IF NOT EXISTS about (key VARCHAR, value VARCHAR)");
        Map<String, String> about = about(statement);
        if (about.isEmpty()) {
            statement.execute("CREATE TABLE result (" + columns.definition() + ")");
            statement.execute("CREATE TABLE refused (design BIGINT, reason VARCHAR)");
            if (study.layers()) {
                statement.execute("CREATE TABLE layer (" + Columns.LAYER + ")");
            }
            write("layers", String.valueOf(study.layers()));
            write("format", String.valueOf(FORMAT));
            write("study", study.fingerprint());
            write("space", study.space().text());
            return;
        }
        requireFormat(about.getOrDefault("format", "unknown"));
        if (study.layers() && !about.getOrDefault("layers", "false").equals("true")) {
            throw new InputException(
                            "the store was begun without rows for layers",
                            "one that has them for every design, or that is not there yet",
                            "name another with --store, or leave out --layers")
                    .at(file.toString());
        }
        if (!study.fingerprint().equals(about.get("study"))) {
            throw new InputException(
                            "the store is another study's: space, networks, energies or the model have changed",
                            "the study that began it",
                            "name another with --store, or remove this one")
                    .at(file.toString());
        }
    }

    private void requireFormat(String format) {
        if (!format.equals(String.valueOf(FORMAT))) {
            throw new InputException(
                            "the store has format %s, of a newer version".formatted(format),
                            "at most %d".formatted(FORMAT),
                            "use that version, or name another store with --store")
                    .at(file.toString());
        }
    }

    private void write(String key, String value) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO about VALUES (?, ?)")) {
            insert.setString(1, key);
            insert.setString(2, value);
            insert.execute();
        }
    }

    private static Map<String, String> about(Statement statement) throws SQLException {
        Map<String, String> about = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT key, value FROM about")) {
            while (rows.next()) {
                about.put(rows.getString(1), rows.getString(2));
            }
        }
        return about;
    }

    private static long count(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public Map<Long, Outcome> known(long[] designs) {
        if (fresh || designs.length == 0) {
            return Map.of();
        }
        synchronized (connection) {
            return read(designs);
        }
    }

    private Map<Long, Outcome> read(long[] designs) {
        try (Statement statement = connection.createStatement()) {
            Map<Long, Outcome> known = new HashMap<>();
            String where = where(designs);
            refused(statement, where, known);
            evaluated(statement, where, known);
            return known;
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    /** A range where they follow each other, of which DuckDB finds the place. */
    private static String where(long[] designs) {
        long least = Arrays.stream(designs).min().orElseThrow();
        long most = Arrays.stream(designs).max().orElseThrow();
        if (most - least == designs.length - 1) {
            return " WHERE design BETWEEN " + least + " AND " + most;
        }
        return Arrays.stream(designs)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", " WHERE design IN (", ")"));
    }

    private static void refused(Statement statement, String where, Map<Long, Outcome> known) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT design, reason FROM refused" + where)) {
            while (rows.next()) {
                known.put(rows.getLong(1), new Outcome.Refused(rows.getLong(1), rows.getString(2)));
            }
        }
    }

    private void evaluated(Statement statement, String where, Map<Long, Outcome> known) throws SQLException {
        Map<Long, Map<String, Figures>> figures = new TreeMap<>();
        Map<Long, Resources> resources = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT " + Columns.FIGURES + " FROM result" + where)) {
            while (rows.next()) {
                Figures read = new Figures(
                        rows.getString(2), rows.getLong(9), rows.getDouble(10), rows.getDouble(11), rows.getLong(12));
                figures.computeIfAbsent(rows.getLong(1), id -> new HashMap<>()).put(read.network(), read);
                resources.put(
                        rows.getLong(1),
                        new Resources(
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getLong(5),
                                rows.getDouble(6),
                                rows.getDouble(7),
                                rows.getDouble(8)));
            }
        }
        figures.forEach((id, byNetwork) -> {
            List<Figures> ordered =
                    study.networkNames().stream().map(byNetwork::get).toList();
            known.put(id, study.evaluated(id, resources.get(id), ordered));
        });
    }

    @Override
    public void add(List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        // What is known is asked for while the slice before is still being kept.
        synchronized (connection) {
            append(outcomes);
        }
    }

    private void append(List<Outcome> outcomes) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(BEGIN);
            try (DuckDBAppender results = connection.createAppender("result");
                    DuckDBAppender refusals = connection.createAppender("refused")) {
                for (Outcome outcome : outcomes) {
                    switch (outcome) {
                        case Outcome.Evaluated each -> columns.append(results, each);
                        case Outcome.Refused(long id, String reason) -> {
                            refusals.beginRow();
                            refusals.append(id);
                            refusals.append(reason);
                            refusals.endRow();
                        }
                    }
                }
            }
            appendLayers(outcomes);
            statement.execute(COMMIT);
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    private void appendLayers(List<Outcome> outcomes) throws SQLException {
        if (!study.layers()) {
            return;
        }
        try (DuckDBAppender layers = connection.createAppender("layer")) {
            for (Outcome outcome : outcomes) {
                if (outcome instanceof Outcome.Evaluated each) {
                    Columns.appendLayers(layers, each);
                }
            }
        }
    }

    private static InputException failed(Path file, Exception e) {
        return new InputException(
                        "the store cannot be written or read (%s)".formatted(e.getMessage()),
                        "room on its disk, and no other program that changes it",
                        "what was kept before is there: make room and start again to go on",
                        e)
                .at(file.toString());
    }

    @Override
    public void close() {
        close(connection);
        OPEN.remove(file);
    }

    private static void close(DuckDBConnection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException _) {
            // What was committed is in the file or its log; a failure to tidy up loses nothing.
        }
    }

    /** The store of a directory that was written to last. */
    public static Path newest(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".duckdb"))
                    .max(Comparator.comparing((Path each) -> each.toFile().lastModified()))
                    .orElseThrow(() -> none(directory));
        } catch (IOException _) {
            throw none(directory);
        }
    }

    private static InputException none(Path directory) {
        return new InputException(
                "there is no store in %s".formatted(directory), "one that a sweep made", "name it with --store");
    }
}
