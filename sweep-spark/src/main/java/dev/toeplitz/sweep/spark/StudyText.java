package dev.toeplitz.sweep.spark;

import dev.toeplitz.hw.energy.EnergyTable;
import dev.toeplitz.hw.yaml.EnergyTables;
import dev.toeplitz.hw.yaml.Template;
import dev.toeplitz.sweep.engine.EngineProvider.Sources;
import dev.toeplitz.sweep.engine.NetworkModel;
import dev.toeplitz.sweep.engine.SimulatedNetwork;
import dev.toeplitz.sweep.engine.Study;
import dev.toeplitz.sweep.space.Space;
import dev.toeplitz.sweep.space.SpaceFile;
import dev.toeplitz.terms.InputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A study as the texts and files that it was read from, since neither graphs nor spaces are sent. What is built of it on
 * another machine is the same study, which its fingerprint proves.
 *
 * @param spaceFile its name on the driver, for messages
 * @param space the space's text
 * @param baseName the name or file of the accelerator that it begins with
 * @param base that accelerator's text
 * @param energyText empty where the table goes by its name
 * @param fingerprint the study's on the driver
 */
record StudyText(
        String spaceFile,
        String space,
        String baseName,
        String base,
        List<NetworkFile> networks,
        List<Double> weights,
        String energy,
        String energyText,
        boolean layers,
        String fingerprint)
        implements Serializable {

    /**
     * What to send for a study.
     *
     * @throws InputException where the files alone do not make the same study
     */
    static StudyText of(Study study, Sources sources) {
        List<NetworkFile> networks = new ArrayList<>();
        for (String name : study.networkNames()) {
            networks.add(NetworkFile.read(name, sources.networks().get(name)));
        }
        Template base = study.space().template();
        StudyText text = new StudyText(
                sources.space().toString(),
                study.space().text(),
                base.file(),
                base.text(),
                networks,
                study.weights(),
                sources.energy(),
                EnergyTables.text(sources.energy()).orElse(""),
                study.layers(),
                study.fingerprint());
        text.study();
        return text;
    }

    /**
     * The study, built from nothing else.
     *
     * @throws InputException where it comes out as another one
     */
    Study study() {
        Space read = SpaceFile.of(spaceFile, space, Map.entry(baseName, base));
        EnergyTable table = energyText.isEmpty() ? EnergyTables.load(energy) : EnergyTables.of(energy, energyText);
        List<NetworkModel> models = new ArrayList<>();
        for (NetworkFile each : networks) {
            models.add(new SimulatedNetwork(each.name(), each.graph(), table));
        }
        Study study = new Study(read, models, weights, layers);
        if (!study.fingerprint().equals(fingerprint)) {
            throw new InputException(
                    "the study built from what was sent is another one",
                    "the driver's",
                    "give all nodes the same version of Toeplitz, and change no file while a sweep starts");
        }
        return study;
    }
}
