package dev.toeplitz.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputExceptionTest {
    @Test
    void readsWhereFoundExpectedToTry() {
        InputException bare = new InputException("rows is 0", "at least 1", "leave it out for the default");
        assertThat(bare.at("pe_array").at("mine.yaml:7"))
                .hasMessage("mine.yaml:7: pe_array: rows is 0; expected at least 1; leave it out for the default");
    }

    @Test
    void namesTheNearestKnownName() {
        assertThat(InputException.unknown("dataflow", "wss", List.of("ws", "os", "is")))
                .hasMessage("'wss' is no dataflow; expected one of ws, os, is; did you mean 'ws'?");
    }

    @Test
    void suggestsNothingWhereNothingIsNear() {
        assertThat(InputException.unknown("network", "a picture of a cat", List.of("resnet50")))
                .hasMessageEndingWith("take a name from the list");
    }

    @Test
    void suggestsNoNameOfWhichHalfIsAnother() {
        assertThat(InputException.unknown("network", "foo", List.of("mlp", "F6", "vu9p")))
                .hasMessageEndingWith("take a name from the list");
        assertThat(InputException.unknown("network", "vgg", List.of("mlp", "vgg11")))
                .hasMessageEndingWith("did you mean 'vgg11'?");
    }

    @Test
    void namesSomeWhereAllWouldBeTooMany() {
        List<String> many = IntStream.range(0, 52).mapToObj(i -> "conv" + i).toList();
        assertThat(InputException.unknown("layer", "a", many))
                .hasMessage("'a' is no layer; expected one of 52 known; take one of them, such as 'conv0', 'conv1',"
                        + " 'conv2'");
    }

    @Test
    void requireRefusesNotANumber() {
        assertThatThrownBy(() -> Require.positive("clock", Double.NaN)).isInstanceOf(InputException.class);
    }
}
