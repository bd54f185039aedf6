package dev.toeplitz.sweep.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.launcher.JavaModuleOptions;

/** A standalone master and workers on this machine's loopback, from the jars of the class path; ends all it started. */
final class Cluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Path home;
    private final Process master;
    private final int port;
    private final List<Process> workers = new ArrayList<>();

    Cluster(Path directory, int count) throws IOException {
        home = Files.createDirectories(directory);
        // Executors find Spark in SPARK_HOME/jars; all else of ours has to be sent to them.
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (Path each : sparkJars()) {
            Files.createSymbolicLink(jars.resolve(each.getFileName()), each);
        }
        port = freePort();
        master = start(
                "master",
                "org.apache.spark.deploy.master.Master",
                "--host",
                HOST,
                "--port",
                String.valueOf(port),
                "--webui-port",
                "0");
        try {
            awaitMaster();
            for (int i = 0; i < count; i++) {
                workers.add(start(
                        "worker" + i,
                        "org.apache.spark.deploy.worker.Worker",
                        "--host",
                        HOST,
                        "--webui-port",
                        "0",
                        "--cores",
                        "1",
                        "--memory",
                        "700m",
                        "--work-dir",
                        home.resolve("work" + i).toString(),
                        url()));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    String url() {
        return "spark://%s:%d".formatted(HOST, port);
    }

    /** A node that loses its power: the worker and its executor are gone without a word. */
    void kill(int worker) {
        end(workers.get(worker));
    }

    /** Jars that are neither ours nor brought by our own modules. */
    private static List<Path> sparkJars() {
        Set<Path> sent = Shipment.places();
        return classPath().stream()
                .filter(each -> each.toString().endsWith(".jar") && !sent.contains(each))
                .filter(each -> !each.toString().contains("dev/toeplitz"))
                .toList();
    }

    /** What executors get of ours where a build has made no jars yet, and jars could not be sent. */
    static String sentByPath() {
        return Shipment.places().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> classPath() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                .map(Path::of)
                .toList();
    }

    private Process start(String name, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dspark.master.rest.enabled=false");
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        command.addAll(List.of("-cp", home.resolve("jars") + "/*", main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", HOST);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectErrorStream(true)
                .redirectOutput(home.resolve(name + ".log").toFile());
        return builder.start();
    }

    private void awaitMaster() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(HOST, port), 1000);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || !master.isAlive()) {
                    throw new IOException(Files.readString(home.resolve("master.log")), e);
                }
            }
        }
    }

    /** Free a moment ago; no other that asks gets it for a while. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        children.forEach(each -> each.onExit().join());
    }

    @Override
    public void close() {
        workers.forEach(Cluster::end);
        end(master);
    }
}
