package dev.toeplitz.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages in docs/ show of commands is what these print. A block begins with {@code $ ./toeplitz …}, which may go on
 * with {@code | grep -E 'pattern'} and {@code | head -N}; both are carried out here. A line that ends in
 * {@code > docs/images/NAME.svg} made that picture.
 */
class DocumentedOutputTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern BLOCK =
            Pattern.compile("```console\n\\$ \\./toeplitz ([^\n]*)\n(.*?)```", Pattern.DOTALL);

    private static final Pattern PICTURE =
            Pattern.compile("^\\./toeplitz (.*) > docs/images/(.*\\.svg)$", Pattern.MULTILINE);

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(DocumentedOutputTest::showsCommands)
                    .sorted()
                    .toList();
        }
    }

    static List<Arguments> pictures() throws IOException {
        List<Arguments> pictures = new ArrayList<>();
        for (Path page : pages()) {
            PICTURE.matcher(Files.readString(page))
                    .results()
                    .forEach(each -> pictures.add(Arguments.of(each.group(2), each.group(1))));
        }
        return pictures;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pictures")
    void commandsDrawThePicturesOfThePages(String file, String command) throws IOException {
        Approved.check(DOCS.resolve("images").resolve(file), output(command));
    }

    private static boolean showsCommands(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page)).find();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void commandsPrintWhatThePagesShow(Path page) throws IOException {
        String today = BLOCK.matcher(Files.readString(page)).replaceAll(block -> Matcher.quoteReplacement(run(block)));
        Approved.check(page, today);
    }

    private static String run(MatchResult block) {
        String[] stages = block.group(1).split(" \\| ");
        List<String> lines = output(stages[0].strip()).lines().toList();
        for (String stage : List.of(stages).subList(1, stages.length)) {
            lines = filter(lines, stage.strip());
        }
        assertThat(lines).as(block.group(1)).isNotEmpty();
        return "```console\n$ ./toeplitz " + block.group(1) + "\n" + String.join("\n", lines) + "\n```";
    }

    private static String output(String command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        // Pages speak from the project's root.
        String here = command.replace(" docs/", " " + DOCS + "/");
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), here.split(" +"));
        assertThat(code).as(command + ": " + err).isEqualTo(ExitCode.FINE);
        return out.toString();
    }

    private static List<String> filter(List<String> lines, String stage) {
        if (stage.startsWith("head -")) {
            return lines.stream()
                    .limit(Integer.parseInt(stage.substring("head -".length())))
                    .toList();
        }
        assertThat(stage).startsWith("grep -E '").endsWith("'");
        Pattern pattern = Pattern.compile(stage.substring("grep -E '".length(), stage.length() - 1));
        return lines.stream().filter(line -> pattern.matcher(line).find()).toList();
    }
}
