package dev.toeplitz.reports.markdown;

import dev.toeplitz.reports.terminal.Clean;

/** Text from files, so that it is neither markup, nor a link, nor a mention. */
final class Escaped {
    private static final int MOST = 60;

    private Escaped() {}

    /** A name, shortened. */
    static String text(String name) {
        return text(name, MOST);
    }

    static String text(String name, int most) {
        StringBuilder escaped = new StringBuilder();
        Clean.text(name, most).codePoints().forEach(point -> {
            boolean plain = Character.isLetterOrDigit(point) || " .,:;/=%+()-…·×".indexOf(point) >= 0;
            escaped.append(plain ? Character.toString(point) : "&#" + point + ";");
        });
        // GitHub makes links of what looks like an address.
        return escaped.toString().replace("://", "&#58;//").replace("www.", "www&#46;");
    }
}
