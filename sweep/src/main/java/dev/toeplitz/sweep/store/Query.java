package dev.toeplitz.sweep.store;

import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.duckdb.DuckDBConnection;

/** Reads a store that no sweep is writing to; changes nothing in it. */
public final class Query {
    /** What a store is exported as. */
    public enum Format {
        PARQUET,
        CSV;

        public String extension() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Query() {}

    /** Names of columns, then rows, all as text; an absent value is empty. */
    public record Rows(List<String> header, List<List<String>> rows) {}

    public static Rows of(Path store, String sql) {
        requireThere(store);
        try (DuckDBConnection connection = Connections.open(store, true);
                Statement statement = connection.createStatement();
                ResultSet result = result(statement, sql)) {
            int count = result.getMetaData().getColumnCount();
            List<String> header = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                header.add(result.getMetaData().getColumnName(i));
            }
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= count; i++) {
                    String value = result.getString(i);
                    row.add(value == null ? "" : value);
                }
                rows.add(row);
            }
            return new Rows(header, rows);
        } catch (SQLException e) {
            throw refused(store, e);
        }
    }

    /** What COPY writes to a file of the user's is no result of its own; how many rows it had is. */
    private static ResultSet result(Statement statement, String sql) throws SQLException {
        return statement.execute(sql)
                ? statement.getResultSet()
                : statement.executeQuery("SELECT %d AS count".formatted(statement.getUpdateCount()));
    }

    /** All results by design and network, into a file beside the store that appears whole or not at all. */
    public static Path export(Path store, Format format) {
        requireThere(store);
        String stem = store.getFileName().toString().replaceFirst("\\.duckdb$", "");
        Path file = store.toAbsolutePath().resolveSibling(stem + "." + format.extension());
        try {
            WholeFile.replace(file, beside -> copy(store, format, beside));
            return file;
        } catch (IOException e) {
            throw new InputException(
                    "%s cannot be written (%s)".formatted(file, e), "room on its disk", "make room", e);
        }
    }

    private static void copy(Path store, Format format, Path file) {
        try (DuckDBConnection connection = Connections.open(store, true);
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT * FROM result ORDER BY design, network) TO '%s' (FORMAT %s)"
                    .formatted(file.toString().replace("'", "''"), format.extension()));
        } catch (SQLException e) {
            throw refused(store, e);
        }
    }

    private static void requireThere(Path store) {
        if (!Files.isRegularFile(store)) {
            throw new InputException("there is no such store", "a file that a sweep made", "name it with --store")
                    .at(store.toString());
        }
    }

    private static InputException refused(Path store, SQLException e) {
        return new InputException(
                        "the query is refused (%s)".formatted(e.getMessage()),
                        "SQL that reads the tables result, refused, about, and layer where it was asked for",
                        "see `select * from result limit 1`",
                        e)
                .at(store.toString());
    }
}
