package dev.toeplitz.sweep.engine;

import dev.toeplitz.sweep.space.Design;
import dev.toeplitz.sweep.space.Figures;
import dev.toeplitz.sweep.space.Outcome;
import dev.toeplitz.sweep.space.Reasons;
import dev.toeplitz.sweep.space.Resources;
import dev.toeplitz.sweep.space.Space;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A space and the networks that its designs are for: what one design comes to.
 *
 * @param layers whether what each layer costs is wanted too
 */
public record Study(Space space, List<NetworkModel> networks, List<Double> weights, boolean layers) {
    public Study(Space space, List<NetworkModel> networks, List<Double> weights) {
        this(space, networks, weights, false);
    }

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

    /**
     * The same for studies whose outcomes are the same: it holds the space, and what each network costs on the accelerator
     * that the space begins with, in which every change of a network, the model or the energies shows.
     */
    public String fingerprint() {
        StringBuilder text = new StringBuilder(space.text()).append(space.base());
        for (int i = 0; i < networks.size(); i++) {
            text.append('\n').append(weights.get(i)).append(' ').append(onBase(networks.get(i)));
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String onBase(NetworkModel network) {
        try {
            return network.estimate(space.base()).toString();
        } catch (InputException e) {
            return network.name() + e.getMessage();
        }
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
                Figures estimate = network.estimate(design.accelerator());
                figures.add(layers ? estimate.with(network.layers(design.accelerator())) : estimate);
            } catch (InputException e) {
                return new Outcome.Refused(design.id(), network.name() + ": " + Reasons.general(e.getMessage()));
            }
        }
        return space.refusal(design.resources(), figures, weights)
                .<Outcome>map(reason -> new Outcome.Refused(design.id(), reason))
                .orElseGet(() -> evaluated(design.id(), design.resources(), figures));
    }

    /** The outcome that has these figures. */
    public Outcome.Evaluated evaluated(long id, Resources resources, List<Figures> figures) {
        List<Double> objectives = space.objectives().stream()
                .map(each -> each.of(resources, figures, weights))
                .toList();
        return new Outcome.Evaluated(id, resources, figures, objectives);
    }
}
