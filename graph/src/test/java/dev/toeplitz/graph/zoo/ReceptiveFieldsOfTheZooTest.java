package dev.toeplitz.graph.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.graph.Graph;
import dev.toeplitz.graph.Node;
import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.step.Step.Contract;
import dev.toeplitz.graph.work.ReceptiveField;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceptiveFieldsOfTheZooTest {
    /** Of the last convolution whose map is larger than a pixel; the heads after it cover the map. */
    @ParameterizedTest(name = "A20, TV13: {0}: {1}, by the lectures'' rule {2}")
    @CsvSource({
        "alexnet, 163, 178",
        "vgg16, 196, 211",
        "resnet18, 435, 466",
        "resnet34, 899, 930",
        "resnet50, 427, 458",
        "resnet50-v1, 483, 514",
        "resnet101, 971, 1002",
        "resnet152, 1451, 1482",
        "mobilenet-v1, 315, 346"
    })
    void equalTheLecturesTable(String network, double exact, double lecture) {
        Graph graph = Networks.named(network).build();
        Map<Value, List<ReceptiveField>> fields = ReceptiveField.of(graph);
        ReceptiveField last = graph.nodes().stream()
                .filter(ReceptiveFieldsOfTheZooTest::convolvesAMap)
                .map(node -> fields.get(node.outputs().getFirst()).getFirst())
                .reduce((_, later) -> later)
                .orElseThrow();
        assertThat(last.size()).isEqualTo(exact);
        assertThat(last.lectureSize()).isEqualTo(lecture);
    }

    private static boolean convolvesAMap(Node node) {
        Value y = node.outputs().getFirst();
        boolean contracts = node.definition().steps().stream().anyMatch(Contract.class::isInstance);
        return contracts && y.type().shape().rank() == 4 && y.type().shape().at(3) > 1;
    }
}
