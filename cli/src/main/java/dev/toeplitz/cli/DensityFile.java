package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.tensor.Tensor;
import dev.toeplitz.runtime.execute.Execution;
import dev.toeplitz.runtime.execute.Zeros;
import dev.toeplitz.runtime.opencl.OpenClDevice;
import dev.toeplitz.runtime.opencl.ProgramCache;
import dev.toeplitz.runtime.plan.Options;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.sim.coding.Content;
import dev.toeplitz.sim.coding.ContentsFile;
import dev.toeplitz.terms.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Shares of zeros of every tensor that a network computes, measured apart: nothing fused, and no pass before it. */
final class DensityFile {
    @Option(
            names = "--density",
            paramLabel = "FILE.csv",
            description = {
                "Also run each node by itself, and write which share of each tensor's",
                "elements is not zero, before and after activations: for `report`."
            })
    private Path file;

    /** @param graph as `report` reads it, so that tensors have the same names */
    void write(Graph graph, Options options, OpenClDevice device, Map<Value, Tensor> inputs) {
        if (file == null) {
            return;
        }
        Plan plan = Plan.of(graph, options.unfused());
        try (Execution execution = new Execution(plan, device, ProgramCache.ofUser())) {
            List<ContentsFile.Line> lines = Zeros.run(execution, inputs).stream()
                    .map(each ->
                            new ContentsFile.Line(each.value().name(), new Content(each.density()), each.operators()))
                    .toList();
            WholeFile.write(file, ContentsFile.write(lines).getBytes(StandardCharsets.UTF_8));
        }
    }
}
