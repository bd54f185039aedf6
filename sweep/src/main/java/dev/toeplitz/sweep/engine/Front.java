package dev.toeplitz.sweep.engine;

import dev.toeplitz.sweep.space.Objective;
import dev.toeplitz.sweep.space.Outcome.Evaluated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The designs that no other is at least as good as in every objective and better in one. Of those that are equal in all,
 * the one with the lowest number stands for them, so that the front does not depend on the order of trials.
 */
public final class Front {
    private final List<Objective> objectives;
    private final List<Evaluated> members = new ArrayList<>();

    public Front(List<Objective> objectives) {
        this.objectives = List.copyOf(objectives);
    }

    /** Takes a design in, and those out that it is better than; gives whether it is on the front now. */
    public boolean add(Evaluated candidate) {
        for (int i = 0; i < members.size(); i++) {
            if (excludes(members.get(i), candidate)) {
                // Who excludes one candidate often excludes the next: it is asked first.
                members.add(0, members.remove(i));
                return false;
            }
        }
        members.removeIf(member -> excludes(candidate, member));
        members.add(candidate);
        return true;
    }

    /** Whether {@code one} is nowhere worse, and better somewhere or equal with a lower number. */
    private boolean excludes(Evaluated one, Evaluated other) {
        boolean better = false;
        for (int i = 0; i < objectives.size(); i++) {
            Objective objective = objectives.get(i);
            double mine = objective.cost(one.objectives().get(i));
            double its = objective.cost(other.objectives().get(i));
            if (mine > its) {
                return false;
            }
            better |= mine < its;
        }
        return better || one.id() <= other.id();
    }

    /** The front, by the first objective, best first. */
    public List<Evaluated> members() {
        Objective first = objectives.getFirst();
        return members.stream()
                .sorted(Comparator.comparingDouble(
                                (Evaluated each) -> first.cost(each.objectives().getFirst()))
                        .thenComparingLong(Evaluated::id))
                .toList();
    }

    public int size() {
        return members.size();
    }
}
