package dev.toeplitz.graph.reference;

/** Functions that {@link Math} lacks, to a few units in the last place. */
final class SpecialFunctions {
    /** From here on erf is 1 in double precision: 1 − erf(6) = 2·10^−17. */
    private static final double ERF_IS_ONE = 6;

    /** From here on 1 − erf is small, and better computed than erf. */
    private static final double ERF_IS_NEAR_ONE = 2;

    /** Converges like exp(−2x · √(2n)): to 10^−19 at x = 2. */
    private static final int FRACTION_DEPTH = 60;

    /** Beyond this, 1 is lost beside x². */
    private static final double LARGE = 1e8;

    private SpecialFunctions() {}

    /** 2/√π · ∫ exp(−t²) dt from 0 to x. */
    static double erf(double x) {
        double size = Math.abs(x);
        if (!(size >= ERF_IS_NEAR_ONE)) {
            return erfBySeries(x);
        }
        return Math.copySign(size < ERF_IS_ONE ? 1 - erfcByFraction(size) : 1, x);
    }

    /**
     * 2/√π · exp(−x²) · Σ 2^n · x^(2n+1) / (2n+1)!! (Abramowitz and Stegun 7.1.6). All terms have one sign, so nothing
     * cancels.
     */
    private static double erfBySeries(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > Math.abs(sum) * 0x1p-55; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    /** exp(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))) (Abramowitz and Stegun 7.1.14). */
    private static double erfcByFraction(double x) {
        double fraction = x;
        for (int n = FRACTION_DEPTH; n >= 1; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }

    /** By log1p, so that small arguments keep their digits. */
    static double asinh(double x) {
        double size = Math.abs(x);
        double result = size > LARGE
                ? Math.log(size) + Math.log(2)
                : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
        return Math.copySign(result, x);
    }

    static double acosh(double x) {
        double above = x - 1;
        return x > LARGE ? Math.log(x) + Math.log(2) : Math.log1p(above + Math.sqrt(above * (above + 2)));
    }

    static double atanh(double x) {
        double size = Math.abs(x);
        return Math.copySign(Math.log1p(2 * size / (1 - size)) / 2, x);
    }
}
