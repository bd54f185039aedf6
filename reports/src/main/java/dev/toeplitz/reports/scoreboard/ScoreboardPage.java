package dev.toeplitz.reports.scoreboard;

import dev.toeplitz.sim.scoreboard.Comparison;
import dev.toeplitz.sim.scoreboard.Scoreboard;
import dev.toeplitz.sim.scoreboard.Summary;

/** One page of two tables, without a script and without anything from outside. */
public final class ScoreboardPage {
    private static final String HEAD = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Toeplitz scoreboard</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <style>
        body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 78rem; padding: 0 1rem; color: #1b2330; background: #fff }
        table { border-collapse: collapse; margin: 1rem 0 2rem; width: 100% }
        th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #d9dee6; vertical-align: top }
        td.figure, th.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
        tr.miss td { background: #fdf0ec } tr.none td { color: #616b7a }
        @media (prefers-color-scheme: dark) {
          body { color: #dfe5ee; background: #12161d } th, td { border-color: #2b3340 }
          tr.miss td { background: #3a211b } tr.none td { color: #93a0b4 } }
        </style></head><body>
        <h1>Published figures beside ours</h1>
        """;

    private ScoreboardPage() {}

    public static String write(Scoreboard board) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("<table><thead><tr>");
        heads(page, "group", "metric", ">cases", ">modelled", ">within", ">mean |error|", ">mean error", "worst");
        board.summaries().forEach(each -> summary(page, each));
        page.append("</tbody></table>\n<h2>Every case</h2>\n<table><thead><tr>");
        heads(page, "group", "case", "metric", ">reference", ">ours", ">error", ">bound", "", "why", "source");
        board.comparisons().forEach(each -> comparison(page, each));
        return page.append("</tbody></table></body></html>\n").toString();
    }

    private static void heads(StringBuilder page, String... names) {
        for (String name : names) {
            String tag = name.startsWith(">") ? "<th class=\"figure\">" : "<th>";
            page.append(tag)
                    .append(escape(name.startsWith(">") ? name.substring(1) : name))
                    .append("</th>");
        }
        page.append("</tr></thead><tbody>\n");
    }

    private static void summary(StringBuilder page, Summary each) {
        page.append("<tr>");
        texts(page, each.group(), each.metric());
        figures(
                page,
                String.valueOf(each.cases()),
                String.valueOf(each.modelled()),
                String.valueOf(each.within()),
                Figures.signed(each.meanAbsoluteError()).replace("+", ""),
                Figures.signed(each.meanError()));
        texts(
                page,
                each.worst()
                        .map(worst -> Figures.error(worst) + " " + worst.subject())
                        .orElse("–"));
        page.append("</tr>\n");
    }

    private static void comparison(StringBuilder page, Comparison each) {
        String kind = each.within() ? "" : each.modelled() ? " class=\"miss\"" : " class=\"none\"";
        page.append("<tr").append(kind).append('>');
        texts(page, each.group(), each.subject(), each.metric());
        figures(
                page,
                Figures.number(each.reference()) + " " + each.unit(),
                Figures.ours(each),
                Figures.error(each),
                Figures.bound(each.bound()));
        texts(page, Figures.verdict(each), each.why().orElse(""), each.source());
        page.append("</tr>\n");
    }

    private static void texts(StringBuilder page, String... cells) {
        for (String cell : cells) {
            page.append("<td>").append(escape(cell)).append("</td>");
        }
    }

    private static void figures(StringBuilder page, String... cells) {
        for (String cell : cells) {
            page.append("<td class=\"figure\">").append(escape(cell)).append("</td>");
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
