package dev.toeplitz.reports.html;

import dev.toeplitz.reports.Reports;
import dev.toeplitz.reports.json.JsonReport;
import dev.toeplitz.reports.model.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of GoogLeNet in a real browser, opened anew for each test. */
abstract class OpenPage {
    static final JsonMapper MAPPER = JsonMapper.shared();

    @TempDir
    static Path directory;

    static Browser browser;
    static Report report;
    static JsonNode json;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start();
        report = Reports.played("googlenet", "tpu-v1");
        json = MAPPER.readTree(JsonReport.write(report));
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        browser.open(page(report), 1280, 900);
    }

    static Path page(Report report) throws IOException {
        Path page = directory.resolve(report.network().name() + ".html");
        return Files.exists(page) ? page : Files.writeString(page, HtmlReport.write(report));
    }

    @SuppressWarnings("unchecked")
    static List<List<Long>> numbers(String script, Object... arguments) {
        return (List<List<Long>>) browser.js(script, arguments);
    }
}
