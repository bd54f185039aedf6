package dev.toeplitz.sweep.spark;

import dev.toeplitz.terms.InputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a cluster as {@code --master} has it. */
record Master(String url) {
    private static final Pattern STANDALONE = Pattern.compile("spark://(.+)");
    private static final Pattern ADDRESS = Pattern.compile("([^:,/]+):(\\d{1,5})");
    private static final Pattern OTHER = Pattern.compile("local(\\[.+])?|yarn|k8s://.+");
    private static final int MOST_MILLISECONDS = 5_000;

    Master {
        if (!OTHER.matcher(url).matches()) {
            addresses(url);
        }
    }

    boolean isLocal() {
        return url.startsWith("local");
    }

    private static List<InetSocketAddress> addresses(String url) {
        Matcher standalone = STANDALONE.matcher(url);
        if (!standalone.matches()) {
            throw wrong(url);
        }
        return Arrays.stream(standalone.group(1).split(","))
                .map(each -> address(url, each))
                .toList();
    }

    private static InetSocketAddress address(String url, String each) {
        Matcher address = ADDRESS.matcher(each);
        if (!address.matches() || Integer.parseInt(address.group(2)) > 0xFFFF) {
            throw wrong(url);
        }
        return new InetSocketAddress(address.group(1), Integer.parseInt(address.group(2)));
    }

    private static InputException wrong(String url) {
        return new InputException(
                "--master is '%s'".formatted(url),
                "spark://HOST:PORT, yarn, k8s://… or local[N]",
                "take the address that the master's own page shows");
    }

    /** Refuses a standalone master that nobody answers for: Spark itself would try for a minute. */
    void requireReachable() {
        if (!STANDALONE.matcher(url).matches()) {
            return;
        }
        if (addresses(url).stream().noneMatch(Master::answers)) {
            throw new InputException(
                    "--master %s does not answer".formatted(url),
                    "a Spark master",
                    "start one with $SPARK_HOME/sbin/start-master.sh, and check host and port");
        }
    }

    private static boolean answers(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, MOST_MILLISECONDS);
            return true;
        } catch (IOException | IllegalArgumentException _) {
            return false;
        }
    }
}
