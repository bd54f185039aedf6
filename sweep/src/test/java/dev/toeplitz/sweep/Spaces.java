package dev.toeplitz.sweep;

import dev.toeplitz.graph.zoo.Networks;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.sweep.engine.NetworkModel;
import dev.toeplitz.sweep.engine.SimulatedNetwork;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.space.Space;
import dev.toeplitz.sweep.space.SpaceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Small spaces for tests. */
public final class Spaces {
    /** 5 · 4 · 2 · 3 = 120 designs, of which some are over the budget of DSP blocks. */
    public static final String SMALL = """
        base: zu9eg-32x32
        fpga: zu9eg
        parameters:
          pe_array.rows: {powers_of_two: [8, 128]}
          pe_array.cols: [8, 16, 64, 128]
          pe_array.dataflow: [ws, os]
          buffers.input.bytes: [64 KiB, 256 KiB, 1 MiB]
        derived:
          vector_unit.lanes: pe_array.cols
        constraints: [dsp <= device.dsp]
        objectives: [latency, energy, pes]
        """;

    private Spaces() {}

    public static Space read(String text) {
        try {
            Path file = Files.createTempFile("space", ".yaml");
            try {
                return SpaceFile.read(Files.writeString(file, text));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Study study(String text, String... networks) {
        List<NetworkModel> models = new ArrayList<>();
        for (String name : networks) {
            models.add(new SimulatedNetwork(name, Networks.named(name).build(), EnergyTables.load("45nm")));
        }
        return new Study(read(text), models, Collections.nCopies(networks.length, 1.0));
    }
}
