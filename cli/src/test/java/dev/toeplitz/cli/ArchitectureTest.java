package dev.toeplitz.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may use which: the table of docs/architecture.md, held. */
class ArchitectureTest {
    private static final String ROOT = "dev.toeplitz.";

    /** A package and the packages of ours that it may use. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("terms", List.of()),
            Map.entry("graph.tensor", List.of("terms")),
            Map.entry("graph.step", List.of("terms", "graph.tensor")),
            Map.entry("graph.op", List.of("terms", "graph.tensor", "graph.step")),
            Map.entry("graph", List.of("terms", "graph.tensor", "graph.step", "graph.op")),
            Map.entry("graph.work", List.of("terms", "graph.tensor", "graph.step", "graph.op", "graph")),
            Map.entry("graph.reference", List.of("terms", "graph.tensor", "graph.step", "graph.op", "graph")),
            Map.entry(
                    "graph.onnx",
                    List.of(
                            "terms",
                            "graph.tensor",
                            "graph.step",
                            "graph.op",
                            "graph",
                            "graph.work",
                            "graph.reference")),
            Map.entry("graph.hint", List.of("terms", "graph.tensor", "graph.step", "graph.op", "graph", "graph.work")),
            Map.entry(
                    "graph.scalesim",
                    List.of("terms", "graph.tensor", "graph.step", "graph.op", "graph", "graph.work")),
            Map.entry("graph.zoo", List.of("terms", "graph.tensor", "graph.step", "graph.op", "graph")),
            Map.entry("hw.dram", List.of("terms")),
            Map.entry("hw", List.of("terms")),
            Map.entry("hw.energy", List.of("terms")),
            Map.entry("hw.fpga", List.of("terms")),
            Map.entry("hw.yaml", List.of("terms", "hw", "hw.dram", "hw.energy", "hw.fpga")),
            Map.entry("sim.dram", List.of("terms", "hw.dram")),
            Map.entry("sim.mapping", List.of("terms")),
            Map.entry("sim.mapping.yaml", List.of("terms", "hw.yaml", "sim.mapping")),
            Map.entry("sim.coding", List.of("terms", "graph.tensor", "graph", "hw")),
            Map.entry("sim.cost", List.of("terms", "graph", "graph.work", "hw", "sim.mapping", "sim.coding")),
            Map.entry(
                    "sim.analytic",
                    List.of(
                            "terms",
                            "graph",
                            "graph.tensor",
                            "graph.step",
                            "graph.op",
                            "graph.work",
                            "hw",
                            "sim.coding",
                            "sim.cost",
                            "sim.mapping")),
            Map.entry(
                    "sim.search",
                    List.of("terms", "graph", "graph.work", "hw", "sim.cost", "sim.mapping", "sim.analytic")),
            Map.entry(
                    "sim.energy",
                    List.of(
                            "terms",
                            "graph",
                            "graph.tensor",
                            "graph.work",
                            "hw",
                            "hw.energy",
                            "sim.cost",
                            "sim.search")),
            Map.entry("sim.fpga", List.of("terms", "hw", "hw.fpga")),
            Map.entry("sim.cycle", List.of("terms", "hw")),
            Map.entry(
                    "sim.timeline",
                    List.of(
                            "terms",
                            "graph",
                            "graph.work",
                            "hw",
                            "hw.dram",
                            "hw.yaml",
                            "sim.cost",
                            "sim.mapping",
                            "sim.analytic",
                            "sim.coding",
                            "sim.dram")),
            Map.entry(
                    "sim.fusion",
                    List.of(
                            "terms",
                            "graph",
                            "graph.tensor",
                            "graph.step",
                            "graph.op",
                            "graph.work",
                            "hw",
                            "sim.cost",
                            "sim.analytic")),
            Map.entry(
                    "sim",
                    List.of(
                            "terms",
                            "graph",
                            "graph.step",
                            "graph.tensor",
                            "graph.work",
                            "hw",
                            "sim.coding",
                            "sim.cost",
                            "sim.fusion",
                            "sim.analytic",
                            "sim.search",
                            "sim.timeline")),
            Map.entry(
                    "sim.scoreboard",
                    List.of(
                            "terms",
                            "graph",
                            "graph.tensor",
                            "graph.op",
                            "graph.work",
                            "graph.zoo",
                            "hw",
                            "hw.fpga",
                            "hw.yaml",
                            "sim",
                            "sim.analytic",
                            "sim.mapping",
                            "sim.search",
                            "sim.coding",
                            "sim.cost",
                            "sim.energy",
                            "sim.fpga")),
            Map.entry("kernels", List.of("terms")),
            Map.entry(
                    "graph.pass",
                    List.of(
                            "terms",
                            "graph.tensor",
                            "graph.step",
                            "graph.op",
                            "graph",
                            "graph.work",
                            "graph.reference")),
            Map.entry(
                    "graph.quantise",
                    List.of("terms", "graph.tensor", "graph.step", "graph.op", "graph", "graph.reference")),
            Map.entry("runtime.opencl", List.of("terms", "kernels", "runtime")),
            Map.entry(
                    "runtime.plan",
                    List.of(
                            "terms",
                            "graph.tensor",
                            "graph.step",
                            "graph.op",
                            "graph",
                            "graph.work",
                            "kernels",
                            "runtime.opencl")),
            Map.entry("runtime.file", List.of("terms", "graph.tensor", "graph.onnx")),
            Map.entry(
                    "runtime.execute",
                    List.of(
                            "terms",
                            "graph.tensor",
                            "graph.step",
                            "graph.op",
                            "graph",
                            "graph.reference",
                            "graph.quantise",
                            "kernels",
                            "runtime",
                            "runtime.opencl",
                            "runtime.plan")),
            Map.entry("runtime", List.of("terms", "graph.tensor", "graph", "kernels", "runtime.opencl")),
            Map.entry(
                    "runtime.tune",
                    List.of(
                            "terms",
                            "graph.tensor",
                            "graph",
                            "runtime",
                            "runtime.opencl",
                            "runtime.plan",
                            "runtime.execute")),
            Map.entry(
                    "runtime.library",
                    List.of(
                            "terms",
                            "graph.tensor",
                            "graph",
                            "graph.onnx",
                            "graph.pass",
                            "runtime",
                            "runtime.opencl",
                            "runtime.plan",
                            "runtime.execute",
                            "runtime.tune")),
            Map.entry(
                    "reports.model",
                    List.of(
                            "terms",
                            "graph",
                            "graph.tensor",
                            "graph.step",
                            "graph.op",
                            "graph.work",
                            "hw",
                            "hw.energy",
                            "hw.yaml",
                            "sim",
                            "sim.analytic",
                            "sim.coding",
                            "sim.cost",
                            "sim.energy",
                            "sim.mapping",
                            "sim.timeline")),
            Map.entry("reports.drawing", List.of("terms", "reports.model", "reports.terminal")),
            Map.entry("reports.summary", List.of("terms", "reports.model", "reports.terminal")),
            Map.entry("reports.markdown", List.of("terms", "reports.model", "reports.summary", "reports.terminal")),
            Map.entry("reports.terminal", List.of("terms", "reports.model", "sim.cost")),
            Map.entry("reports.trace", List.of("graph", "hw", "sim.cost", "sim.timeline")),
            Map.entry(
                    "reports.measured",
                    List.of(
                            "terms",
                            "graph",
                            "graph.tensor",
                            "graph.step",
                            "graph.op",
                            "graph.work",
                            "hw",
                            "runtime.execute",
                            "runtime.opencl",
                            "runtime.plan",
                            "sim.cost",
                            "reports.csv",
                            "reports.model",
                            "reports.terminal")),
            Map.entry("reports.json", List.of("terms", "reports.model", "reports.measured")),
            Map.entry("reports.scoreboard", List.of("sim.scoreboard")),
            Map.entry("sweep", List.of()),
            Map.entry("sweep.space", List.of("terms", "hw", "hw.fpga", "hw.yaml", "sim.fpga")),
            Map.entry("sweep.strategy", List.of("terms", "sweep.space")),
            Map.entry(
                    "sweep.engine",
                    List.of(
                            "terms",
                            "graph",
                            "graph.work",
                            "hw",
                            "hw.energy",
                            "sim",
                            "sim.analytic",
                            "sim.cost",
                            "sim.energy",
                            "sim.search",
                            "sweep.space",
                            "sweep.strategy")),
            Map.entry("sweep.store", List.of("terms", "sweep.space", "sweep.engine")),
            Map.entry(
                    "sweep.spark",
                    List.of(
                            "terms",
                            "graph",
                            "graph.onnx",
                            "graph.scalesim",
                            "graph.zoo",
                            "hw",
                            "hw.energy",
                            "hw.yaml",
                            "sim",
                            "sweep.space",
                            "sweep.engine")),
            Map.entry("sweep.report", List.of("terms", "sweep.space", "sweep.engine")),
            Map.entry("reports.csv", List.of("terms", "reports.model", "reports.terminal")),
            Map.entry(
                    "reports.html",
                    List.of("terms", "reports.model", "reports.drawing", "reports.summary", "reports.json")),
            Map.entry(
                    "reports",
                    List.of(
                            "terms",
                            "reports.model",
                            "reports.drawing",
                            "reports.markdown",
                            "reports.json",
                            "reports.csv",
                            "reports.html")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Once packaged, the graph's tests come as a jar, which the option above does not know.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.toeplitz");

    static Stream<String> packages() {
        return new TreeSet<>(MAY_USE.keySet()).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void aPackageUsesOnlyWhatTheTableAllows(String name) {
        TreeMap<String, String> forbidden = new TreeMap<>();
        for (JavaClass each : CLASSES) {
            if (each.getPackageName().equals(ROOT + name)) {
                each.getDirectDependenciesFromSelf().forEach(use -> {
                    String target = use.getTargetClass().getPackageName();
                    if (target.startsWith(ROOT)
                            && !target.equals(ROOT + name)
                            && !MAY_USE.get(name).contains(target.substring(ROOT.length()))) {
                        forbidden.put(target, use.getDescription());
                    }
                });
            }
        }
        assertThat(forbidden).isEmpty();
    }

    @Test
    void everyPackageIsInTheTableOrIsTheApplication() {
        assertThat(CLASSES.stream()
                        .map(each -> each.getPackageName().substring(ROOT.length()))
                        .distinct())
                .allMatch(name -> MAY_USE.containsKey(name) || name.equals("cli"));
    }

    @Test
    void modulesHaveNoCycles() {
        slices().matching("dev.toeplitz.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyOnePackageTouchesOpenCl() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.toeplitz.runtime.opencl")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jocl..")
                .check(CLASSES);
    }

    @Test
    void theLeftRoadKnowsNothingOfTheRight() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.toeplitz.graph..", "dev.toeplitz.hw..", "dev.toeplitz.sim..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.toeplitz.runtime..", "dev.toeplitz.kernels..")
                .check(CLASSES);
    }
}
