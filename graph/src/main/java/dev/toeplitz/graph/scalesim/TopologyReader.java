package dev.toeplitz.graph.scalesim;

import dev.toeplitz.graph.scalesim.Row.Convolution;
import dev.toeplitz.graph.scalesim.Row.Product;
import dev.toeplitz.terms.InputException;
import dev.toeplitz.terms.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A topology's lines. The first is a header whatever it says, empty ones count for nothing, each ends in a comma or not. A
 * product has three numbers, and perhaps a batch; a convolution seven, and perhaps the stride's second; both perhaps a ratio of
 * sparsity.
 */
final class TopologyReader {
    private static final int PRODUCT = 3;
    private static final int CONVOLUTION = 7;
    /** What marks a depthwise layer: a part of its name. */
    static final String DEPTHWISE = "DP";

    private TopologyReader() {}

    static Topology read(String name, List<String> lines) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                List<String> fields = fields(lines.get(i));
                if (i == 0) {
                    requireHeader(fields);
                } else if (!fields.isEmpty()) {
                    rows.add(row(fields));
                    requireSameForm(rows);
                }
            } catch (InputException e) {
                throw e.at("line %d".formatted(i + 1));
            }
        }
        Require.that(!rows.isEmpty(), "no layers", "a header and then a layer a line", "check the file");
        return new Topology(name, rows);
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>(
                Arrays.stream(line.split(",", -1)).map(String::strip).toList());
        while (!fields.isEmpty() && fields.getLast().isEmpty()) {
            fields.removeLast();
        }
        return fields;
    }

    private static void requireHeader(List<String> fields) {
        boolean header = fields.size() > 1 && fields.stream().skip(1).noneMatch(TopologyReader::isNumber);
        Require.that(
                header,
                "'%s'".formatted(String.join(",", fields)),
                "a header, as in 'Layer, M, N, K,': SCALE-Sim skips the first line",
                "put one before the first layer");
    }

    private static boolean isNumber(String field) {
        return field.chars().allMatch(Character::isDigit);
    }

    private static Row row(List<String> fields) {
        List<String> numbers = new ArrayList<>(fields.subList(1, fields.size()));
        numbers.removeIf(TopologyReader::isDense);
        String name = fields.getFirst();
        Require.that(!name.isEmpty(), "a layer without a name", "a name", "name it");
        return switch (numbers.size()) {
            case PRODUCT, PRODUCT + 1 -> product(name, numbers);
            case CONVOLUTION, CONVOLUTION + 1 -> convolution(name, numbers);
            default ->
                throw new InputException(
                        "%d numbers".formatted(numbers.size()),
                        "M, N, K of a product, or of a convolution: map height and width, filter height and width,"
                                + " channels, filters, stride",
                        "correct the line");
        };
    }

    /** Whether a field is a ratio that leaves all weights. */
    private static boolean isDense(String field) {
        String[] ratio = field.split(":", -1);
        if (ratio.length == 1) {
            return false;
        }
        Require.that(
                ratio.length == 2 && ratio[0].strip().equals(ratio[1].strip()),
                "sparsity %s".formatted(field),
                "1:1: weights are dense here",
                "leave it out");
        return true;
    }

    private static Row product(String name, List<String> numbers) {
        return new Product(
                name,
                number("M", numbers.get(0)),
                number("N", numbers.get(1)),
                number("K", numbers.get(2)),
                numbers.size() == PRODUCT ? 1 : number("the batch", numbers.getLast()));
    }

    private static Row convolution(String name, List<String> numbers) {
        return new Convolution(
                name,
                number("the map's height", numbers.get(0)),
                number("the map's width", numbers.get(1)),
                number("the filter's height", numbers.get(2)),
                number("the filter's width", numbers.get(3)),
                number("the number of channels", numbers.get(4)),
                number("the number of filters", numbers.get(5)),
                number("the stride", numbers.get(6)),
                number("the stride", numbers.getLast()),
                name.contains(DEPTHWISE));
    }

    private static int number(String what, String field) {
        try {
            return Integer.parseInt(field);
        } catch (NumberFormatException e) {
            throw new InputException(
                    "%s is '%s'".formatted(what, field), "a whole number up to 2^31 − 1", "correct the line", e);
        }
    }

    private static void requireSameForm(List<Row> rows) {
        Require.that(
                rows.getFirst().getClass() == rows.getLast().getClass(),
                "a %s after a %s".formatted(kind(rows.getLast()), kind(rows.getFirst())),
                "one kind in a file",
                "write a file for each");
    }

    private static String kind(Row row) {
        return switch (row) {
            case Convolution _ -> "convolution";
            case Product _ -> "product";
        };
    }
}
