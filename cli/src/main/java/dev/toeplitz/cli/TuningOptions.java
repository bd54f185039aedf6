package dev.toeplitz.cli;

import dev.toeplitz.runtime.opencl.Device;
import dev.toeplitz.runtime.plan.Plan;
import dev.toeplitz.runtime.plan.Tuning;
import dev.toeplitz.runtime.tune.TuningFile;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Whether what {@code toeplitz tune} measured decides, or the estimates do. */
final class TuningOptions {
    @Option(
            names = "--tuning",
            paramLabel = "FOLDER",
            description = "Take what `toeplitz tune --folder` kept there for this device. What it kept under the user's"
                    + " cache folder is taken without being asked for, but for programs that are loaded or saved.")
    private Path folder;

    @Option(names = "--no-tuning", description = "Choose kernels by estimates, whatever was measured.")
    private boolean none;

    /** @param fixed whether the program has to be the same on every machine */
    Tuning read(Device device, Terminal terminal, boolean fixed) {
        Require.that(!none || folder == null, "--tuning and --no-tuning", "one of them", "leave one out");
        if (folder != null) {
            return kept(device, terminal);
        }
        if (none || fixed) {
            return Tuning.NONE;
        }
        try {
            return TuningFile.open(TuningFile.folderOfUser(), device).tuning();
        } catch (InputException e) {
            terminal.note("toeplitz: not tuned: " + OneLine.of(e.getMessage()));
            return Tuning.NONE;
        }
    }

    private Tuning kept(Device device, Terminal terminal) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(
                            Files.exists(folder) ? "this is no folder" : "there is no such folder",
                            "one that `toeplitz tune --folder` wrote",
                            "check the path, or leave --tuning out")
                    .at(folder.toString());
        }
        TuningFile file = TuningFile.open(folder, device);
        if (file.size() == 0) {
            terminal.note("toeplitz: not tuned: %s holds nothing of %s with this driver"
                    .formatted(folder, OneLine.of(device.name())));
        }
        return file.tuning();
    }

    /** Says how much of a plan was measured, where something was. */
    void tell(Plan plan, Terminal terminal) {
        long layers = plan.stages().stream()
                .filter(stage -> stage.choices().stream()
                        .anyMatch(choice -> choice.tuned().isPresent()))
                .count();
        if (layers > 0) {
            terminal.note("toeplitz: %d of %d layers with kernels that were measured to be faster than the estimates'"
                    .formatted(layers, plan.stages().size()));
        }
    }
}
