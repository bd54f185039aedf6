package dev.toeplitz.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toeplitz.reports.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pages of different shapes on a desk and on a phone: no text is cut off or lies over another. With
 * {@code -Dtoeplitz.pictures=true} their pictures go to docs/images, to be looked at.
 */
class PicturesTest {
    /** Down to the table; the rest is more of the same. */
    private static int mostHeight(int width) {
        return width < 600 ? 6200 : 4400;
    }

    @TempDir
    static Path directory;

    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest(name = "{0} on {1}, {2} pixels wide, {3}")
    @CsvSource({
        "resnet50,tpu-v1,1280,light",
        "resnet50,tpu-v1,390,light",
        "resnet50,tpu-v1,1280,dark",
        "resnet50,tpu-v1,390,dark",
        "resnet152,gemmini-16x16,1280,light",
        "resnet152,gemmini-16x16,390,light",
        "densenet201,zu9eg-32x32,1280,light",
        "densenet201,zu9eg-32x32,390,light",
        "googlenet,eyeriss-v1,1280,light",
        "googlenet,eyeriss-v1,390,light",
        "mobilenet-v2,nvdla-small,1280,light",
        "mobilenet-v2,nvdla-small,390,light"
    })
    void noTextIsCutOffOrLiesOverAnother(String network, String accelerator, int width, String theme)
            throws IOException {
        Path page = Files.writeString(
                directory.resolve(network + ".html"), HtmlReport.write(Reports.played(network, accelerator)));
        browser.open(page, width, 844);
        if (theme.equals("dark")) {
            browser.find("#theme").click();
            assertThat(browser.js("return document.documentElement.dataset.theme"))
                    .isEqualTo("dark");
        }
        assertThat(texts("""
            .filter(t => { const a = t.getBoundingClientRect(), b = t.parentNode.querySelector('rect').getBoundingClientRect();
              return a.left < b.left || a.right > b.right; })
            """, "#graph .box text"))
                .as("labels that leave their boxes")
                .isEmpty();
        assertThat(texts(
                        ".filter(e => e.scrollWidth > e.clientWidth + 1)",
                        ".card, .card *, h1, h2, h3, nav, .tools, #words p, .nest p, .now p, #mapping-nest li,"
                                + " .pes dd"))
                .as("texts that are cut off")
                .isEmpty();
        assertThat(texts(
                        """
                        .filter((e, i, all) => all.some(o => { if (o === e || o.contains(e) || e.contains(o)) return false;
                          const a = e.getBoundingClientRect(), b = o.getBoundingClientRect();
                          return a.width && b.width && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1; }))
                        """,
                        "h1, h2, h3, .card, .switches button, .tools > *, .chart, .graph, .words, .hint,"
                                + " .scroll, nav a, .nest p, .now p, #mapping-nest ul, .array, .pes dl"))
                .as("parts that lie over each other")
                .isEmpty();
        if (Boolean.getBoolean("toeplitz.pictures")) {
            String name = "report-%s-%d%s".formatted(network, width, theme.equals("dark") ? "-dark" : "");
            Files.write(
                    Path.of("..", "docs", "images", name + ".webp"),
                    browser.screenshot(width, mostHeight(width), "webp"));
            Files.write(Path.of("target", name + ".png"), browser.screenshot(width, mostHeight(width), "png"));
        }
    }

    private static List<?> texts(String filter, String selector) {
        return (List<?>) browser.js(
                "return [...document.querySelectorAll(arguments[0])]" + filter.strip()
                        + ".map(e => e.textContent.slice(0, 60))",
                selector);
    }
}
