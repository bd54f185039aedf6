package dev.toeplitz.cli;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.sim.coding.Coding;
import dev.toeplitz.sim.coding.Contents;
import dev.toeplitz.sim.coding.ContentsFile;
import java.util.List;
import picocli.CommandLine.Option;

/** What is known of how many elements of tensors are zero, for an accelerator that stores them accordingly. */
final class DensityOptions {
    @Option(
            names = "--density",
            paramLabel = "NAME|FILE.csv",
            description = {
                "Shares of tensors' elements that are not zero, for an accelerator with",
                "`compression`: a CSV of tensor, density and bits, as `run --density`",
                "writes it, or squeezenet-pruned, as published. Can be given again; the",
                "first that names a tensor counts. Weights in the file are counted."
            })
    private List<String> given = List.of();

    Contents read(Graph graph, Accelerator accelerator) {
        Contents contents = given.stream().map(ContentsFile::load).reduce(Contents.NONE, Contents::or);
        contents.requireIn(graph);
        return Coding.suits(accelerator) && accelerator.compression().weights().isPresent()
                ? contents.or(Contents.ofWeights(graph))
                : contents;
    }
}
