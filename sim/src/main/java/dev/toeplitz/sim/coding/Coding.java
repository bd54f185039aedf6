package dev.toeplitz.sim.coding;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Value;
import dev.toeplitz.hw.Accelerator;
import dev.toeplitz.hw.Code;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How each tensor of a network lies in DRAM. Constants lie coded where that takes less than their values side by side, for they
 * are known beforehand; maps always, as nobody knows them before. The network's inputs and outputs, and tensors of which nothing
 * is known, lie as they are.
 */
public final class Coding {
    private final Graph graph;
    private final Accelerator accelerator;
    private final Contents contents;
    private final Set<Value> passing;
    private final Map<Value, Optional<Stored>> known = new HashMap<>();

    private Coding(Graph graph, Accelerator accelerator, Contents contents) {
        this.graph = graph;
        this.accelerator = accelerator;
        this.contents = contents;
        this.passing = new HashSet<>(graph.inputs());
        passing.addAll(graph.outputs());
    }

    /** @throws InputException where the machine has no code, or runs otherwise than one layer after the other on one core */
    public static Coding of(Graph graph, Accelerator accelerator, Contents contents) {
        require(accelerator, contents);
        return new Coding(graph, accelerator, contents);
    }

    /** Whether a machine can have coded tensors. */
    public static boolean suits(Accelerator accelerator) {
        return !accelerator.compression().isNone()
                && accelerator.cores() == 1
                && !accelerator.fusesLayers()
                && accelerator.dma().requests().isEmpty();
    }

    /** @throws InputException as {@link #of} */
    public static void require(Accelerator accelerator, Contents contents) {
        if (contents.isEmpty()) {
            return;
        }
        Require.that(
                !accelerator.compression().isNone(),
                "%s stores every tensor as it is".formatted(accelerator.name()),
                "a machine with `compression`, where densities are given",
                "describe how it stores weights or maps, or leave --density out");
        Require.that(
                accelerator.cores() == 1 && !accelerator.fusesLayers(),
                "%s has several cores or runs layers as one".formatted(accelerator.name()),
                "one core and layers one by one, where tensors are coded",
                "leave --cores, --fusion or --density out");
        Require.that(
                accelerator.dma().requests().isEmpty()
                        && accelerator.dma().loads().isEmpty(),
                "%s has dma.requests or dma.loads".formatted(accelerator.name()),
                "long bursts that a mapping asks for, where tensors are coded: they have no rows",
                "leave --density out, or these keys");
    }

    /** How a tensor lies in DRAM; empty where it lies as it is. */
    public Optional<Stored> of(Value value) {
        return isNone() ? Optional.empty() : known.computeIfAbsent(value, this::find);
    }

    /** Whether every tensor lies as it is. */
    public boolean isNone() {
        return contents.isEmpty();
    }

    /** How many of its dense bytes a tensor takes in DRAM. */
    public long bytes(Value value, long denseBytes) {
        return of(value).map(each -> each.of(denseBytes)).orElse(denseBytes);
    }

    private Optional<Stored> find(Value value) {
        if (passing.contains(value) || value.type().elements() == 0) {
            return Optional.empty();
        }
        boolean constant = graph.isConstant(value);
        Optional<Code> code = constant
                ? accelerator.compression().weights()
                : accelerator.compression().maps();
        return code.flatMap(each -> contents.of(value).map(content -> stored(value, each, content, constant)));
    }

    private Stored stored(Value value, Code code, Content content, boolean constant) {
        int bits = (constant
                        ? accelerator.precision().weight()
                        : accelerator.precision().input())
                .bits();
        long elements = value.type().elements();
        try {
            Stored coded = CodeModel.of(code, content, elements, bits);
            Stored plain = CodeModel.of(new Code.Packed(), content, elements, bits);
            return constant && plain.bits() < coded.bits() ? plain : coded;
        } catch (InputException e) {
            throw e.at("tensor '%s'".formatted(value.name()));
        }
    }
}
