package dev.toeplitz.runtime.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs a main class of the tests in a process of its own; gives what it printed. */
public record ChildJvm(int exitCode, String out, String err) {
    public static ChildJvm run(
            Class<?> main, Map<String, String> environment, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        Path err = Files.createTempFile("toeplitz-child", ".err");
        try {
            String java = ProcessHandle.current().info().command().orElseThrow();
            List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
            command.addAll(options);
            Stream.of("-cp", System.getProperty("java.class.path"), main.getName())
                    .forEach(command::add);
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ChildJvm(process.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }
}
