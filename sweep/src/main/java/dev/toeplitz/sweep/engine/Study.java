package dev.toeplitz.sweep.engine;

import dev.toeplitz.sweep.space.Design;
import dev.toeplitz.sweep.space.Figures;
import dev.toeplitz.sweep.space.Outcome;
import dev.toeplitz.sweep.space.Reasons;
import dev.toeplitz.sweep.space.Resources;
import dev.toeplitz.sweep.space.Space;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.List;

/** A space and the networks that its designs are for: what one design comes to. */
public record Study(Space space, List<NetworkModel> networks, List<Double> weights) {
    public Study {
        networks = List.copyOf(networks);
        weights = List.copyOf(weights);
        Require.that(!networks.isEmpty(), "there is no network", "at least one", "name one, as resnet50");
        Require.that(
                networks.stream().map(NetworkModel::name).distinct().count() == networks.size(),
                "a network is named twice",
                "each once",
                "give it a weight under `networks` instead");
    }

    public List<String> networkNames() {
        return networks.stream().map(NetworkModel::name).toList();
    }

    /** A design that cannot be, or that a network does not fit, is refused with the reason. */
    public Outcome outcome(long id) {
        return switch (space.design(id)) {
            case Design.Refused(long design, String reason) -> new Outcome.Refused(design, reason);
            case Design.Valid design -> simulated(design);
        };
    }

    private Outcome simulated(Design.Valid design) {
        List<Figures> figures = new ArrayList<>(networks.size());
        for (NetworkModel network : networks) {
            try {
                figures.add(network.estimate(design.accelerator()));
            } catch (InputException e) {
                return new Outcome.Refused(design.id(), network.name() + ": " + Reasons.general(e.getMessage()));
            }
        }
        return evaluated(design.id(), design.resources(), figures);
    }

    /** The outcome that has these figures. */
    public Outcome.Evaluated evaluated(long id, Resources resources, List<Figures> figures) {
        List<Double> objectives = space.objectives().stream()
                .map(each -> each.of(resources, figures, weights))
                .toList();
        return new Outcome.Evaluated(id, resources, figures, objectives);
    }
}
