package dev.toeplitz.graph.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page on adding an operator quotes stands in the sources. */
class QuotedSourcesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern QUOTE = Pattern.compile("<!-- from (\\S+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyPieceIsInItsFile() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/adding-an-operator.md"));
        List<MatchResult> quotes = QUOTE.matcher(page).results().toList();
        long blocks = Pattern.compile("^```java$", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .count();
        assertThat(quotes).hasSize((int) blocks).isNotEmpty();
        for (MatchResult quote : quotes) {
            assertThat(Files.readString(ROOT.resolve(quote.group(1)))).contains(quote.group(2));
        }
    }
}
