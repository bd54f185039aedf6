package dev.toeplitz.runtime.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A small constant matrix times a vector as OpenCL C. Rows, or columns, that differ in some signs only, as those of the points p and
 * −p do, share the sums of what they have in common. No term meets more roundings than its row has terms.
 */
final class TransformPrinter {
    private final double[][] matrix;
    private final Vector vector;
    private StringBuilder text = new StringBuilder();
    private int names;

    TransformPrinter(double[][] matrix, Vector vector) {
        this.matrix = matrix;
        this.vector = vector;
    }

    /** A factor of an operand. */
    private record Term(double factor, String operand) {}

    /**
     * Statements that set each row's name to its sum.
     *
     * @param operands by column
     * @param results what each row's sum is assigned to
     */
    String print(IntFunction<String> operands, IntFunction<String> results) {
        text = new StringBuilder("{ ");
        names = 0;
        List<List<Term>> rows = terms(operands);
        for (int row = 0; row < rows.size(); row++) {
            if (row + 1 < rows.size() && isPair(rows.get(row), rows.get(row + 1))) {
                List<Term> next = rows.get(row + 1);
                String same =
                        named(sum(rows.get(row).stream().filter(next::contains).toList()));
                String turned = named(sum(rows.get(row).stream()
                        .filter(term -> !next.contains(term))
                        .toList()));
                text.append("%s = %s + %s;\n".formatted(results.apply(row), same, turned));
                text.append("%s = %s - %s;\n".formatted(results.apply(row + 1), same, turned));
                row++;
            } else {
                text.append("%s = %s;\n".formatted(results.apply(row), sum(rows.get(row))));
            }
        }
        return text.append("}\n").toString();
    }

    private String named(String value) {
        String name = "part" + names++;
        text.append("const %s %s = %s;\n".formatted(vector.type(), name, value));
        return name;
    }

    /** Each row's terms, of the operands or of sums and differences of two of them. */
    private List<List<Term>> terms(IntFunction<String> operands) {
        List<List<Term>> rows = new ArrayList<>();
        for (int row = 0; row < matrix.length; row++) {
            rows.add(new ArrayList<>());
        }
        for (int col = 0; col < matrix[0].length; col++) {
            boolean pair = col + 1 < matrix[0].length && isPair(col);
            String one = operands.apply(col);
            String sum = pair ? named(one + " + " + operands.apply(col + 1)) : one;
            String difference = pair ? named(one + " - " + operands.apply(col + 1)) : one;
            for (int row = 0; row < matrix.length; row++) {
                if (matrix[row][col] != 0) {
                    boolean same = !pair || matrix[row][col] == matrix[row][col + 1];
                    rows.get(row).add(new Term(matrix[row][col], same ? sum : difference));
                }
            }
            col += pair ? 1 : 0;
        }
        return rows;
    }

    /** Whether a column has the next one's sizes, some with the same sign and some not. */
    private boolean isPair(int col) {
        boolean same = false;
        boolean turned = false;
        for (double[] row : matrix) {
            if (Math.abs(row[col]) != Math.abs(row[col + 1])) {
                return false;
            }
            same |= row[col] != 0 && row[col] == row[col + 1];
            turned |= row[col] != 0 && row[col] != row[col + 1];
        }
        return same && turned;
    }

    private static boolean isPair(List<Term> row, List<Term> next) {
        if (row.size() != next.size()) {
            return false;
        }
        int same = 0;
        for (int i = 0; i < row.size(); i++) {
            boolean alike = row.get(i).operand().equals(next.get(i).operand())
                    && Math.abs(row.get(i).factor()) == Math.abs(next.get(i).factor());
            if (!alike) {
                return false;
            }
            same += row.get(i).factor() == next.get(i).factor() ? 1 : 0;
        }
        return same > 0 && same < row.size();
    }

    /** Terms without a factor first, so that the others are fused multiply-adds on top of them. */
    private String sum(List<Term> terms) {
        List<Term> ordered = terms.stream()
                .sorted(Comparator.comparingInt(term -> term.factor() == 1 ? 0 : term.factor() == -1 ? 1 : 2))
                .toList();
        String sum = "";
        for (Term term : ordered) {
            String factor = vector.spread(ScalarPrinter.literal(term.factor()));
            boolean plain = Math.abs(term.factor()) == 1;
            String sign = term.factor() < 0 ? "-" : "+";
            if (sum.isEmpty()) {
                sum = plain ? (term.factor() < 0 ? "-" : "") + term.operand() : factor + " * " + term.operand();
            } else {
                sum = plain
                        ? "%s %s %s".formatted(sum, sign, term.operand())
                        : "fma(%s, %s, %s)".formatted(factor, term.operand(), sum);
            }
        }
        return sum;
    }
}
