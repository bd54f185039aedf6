package dev.toeplitz.sim.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.terms.InputException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentsFileTest {
    @Test
    void whatIsWrittenIsRead() {
        String text = ContentsFile.write(List.of(
                new ContentsFile.Line("conv1, \"first\"", new Content(0.25), "Conv"),
                new ContentsFile.Line("relu1", new Content(1 / 3.0), "Relu")));
        assertThat(ContentsFile.read("d.csv", text))
                .isEqualTo(new Contents(Map.of("conv1, \"first\"", new Content(0.25), "relu1", new Content(1 / 3.0))));
    }

    @Test
    void widthsMayBeGivenAndNotesStandBetween() {
        Contents contents = ContentsFile.read("d.csv", "# from a table\ntensor,bits,density\nw,6,0.3\nb,,1\n");
        assertThat(contents.tensors())
                .containsEntry("w", new Content(0.3, OptionalInt.of(6)))
                .containsEntry("b", new Content(1));
    }

    @Test
    void theFirstThatNamesATensorCounts() {
        Contents first = new Contents(Map.of("w", new Content(0.1)));
        Contents second = new Contents(Map.of("w", new Content(0.9), "b", new Content(1)));
        assertThat(first.or(second).tensors())
                .containsEntry("w", new Content(0.1))
                .containsEntry("b", new Content(1));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        tensor,density;w,half | d.csv:2: 'half'; expected a number
        tensor,density;w,1.5 | d.csv:2: density is 1.5; expected 0 to 1
        tensor,density;w,0.5;w,0.5 | d.csv:3: tensor 'w' stands twice
        tensor,density,bits;w,0.5,6.5 | d.csv:2: '6.5' bits; expected a whole number
        tensor,density,bits;w,0.5,0 | d.csv:2: bits is 0
        tensor,sparsity;w,0.5 | d.csv:2: 'sparsity' is no column; expected one of tensor, density, bits, made_by
        tensor;w | d.csv:2: no density; expected columns tensor and density
        tensor,density | d.csv: no tensor
        """)
    void whatIsWrongIsTold(String text, String message) {
        assertThatThrownBy(() -> ContentsFile.read("d.csv", text.replace(';', '\n')))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aNameThatIsNoFileIsTold() {
        assertThatThrownBy(() -> ContentsFile.load("squeezenet"))
                .hasMessageContaining("'squeezenet' is no file and no published densities")
                .hasMessageContaining("squeezenet-pruned");
    }
}
