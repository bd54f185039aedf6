package dev.toeplitz.reports;

import dev.toeplitz.graph.GraphBuilder;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Conv;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.tensor.TensorType;
import dev.toeplitz.hw.yaml.Accelerators;
import dev.toeplitz.reports.model.Report;
import dev.toeplitz.reports.model.ReportBuilder;
import dev.toeplitz.sim.Simulator;
import java.util.List;

/** A report in which everything that a file may name is meant to do harm. */
public final class HostileNames {
    public static final List<String> ALL = List.of(
            "<script>window.harmed = 1</script>",
            "</script><img src=x onerror=\"window.harmed=2\">",
            "<!--<script>",
            "=HYPERLINK(\"http://x\",\"y\")",
            "+1+cmd|' /C calc'!A0",
            "@SUM(1+1)",
            "-2+3",
            "\t=1+1",
            "\r\n=1+1",
            "\u001b[31mred\u001b]0;title\u0007\b\b",
            "\u202egnp.exe\u200b\u2066",
            "a\u0000b\u007fc\u0085d\u2028e",
            "/*report*/ /*script*/ ${x} $1 \\",
            "| a | b |\n| --- |",
            "[link](http://x) @all #1 `code` ![i](http://y)",
            "\"; n0 -> n1; \"",
            "__proto__",
            "\ud800 alone",
            "x".repeat(10_000),
            "<b>" + "&".repeat(9_000));

    private HostileNames() {}

    public static Report report() {
        GraphBuilder graph = new GraphBuilder(ALL.get(1) + ALL.get(10));
        Value x = graph.input(ALL.getFirst() + " in", TensorType.float32(1, 3, 8, 8));
        Value w = graph.weight("w", 3, 3, 3, 3);
        Value last = x;
        for (String name : ALL) {
            last = graph.node(name, Conv.square(3, 1, 1, 1), last, w);
            last = graph.node(name + " relu", new Relu(), last);
        }
        graph.output(last);
        return ReportBuilder.build(
                Simulator.simulate(graph.build(), Accelerators.load("gemmini-16x16")),
                "file: " + ALL.get(1),
                List.of(ALL.getFirst() + ": computed", ALL.get(9), ALL.get(18)));
    }
}
