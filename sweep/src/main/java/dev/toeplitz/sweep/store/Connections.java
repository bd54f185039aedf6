package dev.toeplitz.sweep.store;

import dev.toeplitz.terms.InputException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/** Opens files of DuckDB, which lets one process write and no other read meanwhile. */
final class Connections {
    private Connections() {}

    static DuckDBConnection open(Path file, boolean readOnly) {
        Properties settings = new Properties();
        settings.setProperty("access_mode", readOnly ? "READ_ONLY" : "READ_WRITE");
        // Nothing is fetched from anywhere, and what is cached does not grow with the store.
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("memory_limit", "1GB");
        try {
            return DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath(), settings)
                    .unwrap(DuckDBConnection.class);
        } catch (SQLException e) {
            throw refused(file, e);
        }
    }

    private static InputException refused(Path file, SQLException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (message.contains("lock")) {
            return busy(file, e);
        }
        return new InputException(
                        "the store cannot be opened (%s)".formatted(message),
                        "a file that a sweep made, of this version or an older one",
                        "name another with --store",
                        e)
                .at(file.toString());
    }

    static InputException busy(Path file, Exception cause) {
        return new InputException(
                        "another sweep is writing to this store",
                        "one at a time",
                        "wait for it, or name another with --store",
                        cause)
                .at(file.toString());
    }
}
