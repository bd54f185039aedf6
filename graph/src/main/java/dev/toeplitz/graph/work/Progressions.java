package dev.toeplitz.graph.work;

/**
 * How many indices of an axis a tile touches, where the index runs in one or two steps: a · i and b · j. Closed forms over
 * primitives, for hot paths: nothing is allocated.
 */
final class Progressions {
    private Progressions() {}

    /** How many of first, first + step, … ({@code count} of them) lie in 0 … extent − 1. */
    static long inside(long first, long step, long count, long extent) {
        if (step == 0 || count <= 1) {
            return first >= 0 && first < extent ? count : 0;
        }
        return step > 0
                ? between(first, step, count, 0, extent - 1)
                : between(first + step * (count - 1), -step, count, 0, extent - 1);
    }

    /** How many of the {@code count} terms, ascending, lie in low … high. */
    private static long between(long first, long step, long count, long low, long high) {
        long from = Math.max(0, Math.ceilDiv(low - first, step));
        long to = Math.min(count - 1, Math.floorDiv(high - first, step));
        return Math.max(0, to - from + 1);
    }

    /** How many pairs (i, j) give an index first + a·i + b·j in 0 … extent − 1. */
    static long insideOfTwo(long first, long a, long p, long b, long q, long extent) {
        long inside = 0;
        for (long j = 0; j < q; j++) {
            inside += inside(first + b * j, a, p, extent);
        }
        return inside;
    }

    /** How many different values first + a·i + b·j (i below p, j below q) lie in 0 … extent − 1. */
    static long distinctOfTwo(long first, long a, long p, long b, long q, long extent) {
        if (a < 0) {
            return distinctOfTwo(first + a * (p - 1), -a, p, b, q, extent);
        }
        if (b < 0) {
            return distinctOfTwo(first + b * (q - 1), a, p, -b, q, extent);
        }
        if (p < q) {
            return distinctOfTwo(first, b, q, a, p, extent);
        }
        if (q == 1 || a == 0 || b == 0) {
            return distinctOfOne(first, a, p, b, q, extent);
        }
        long divisor = gcd(a, b);
        long low = Math.max(0, Math.ceilDiv(-first, divisor));
        long high = Math.floorDiv(extent - 1 - first, divisor);
        return distinctCoprime(a / divisor, p, b / divisor, q, low, high);
    }

    private static long distinctOfOne(long first, long a, long p, long b, long q, long extent) {
        boolean alongP = a != 0 && (q == 1 || b == 0);
        long step = alongP ? a : b;
        long count = step == 0 ? 1 : alongP ? p : q;
        return inside(first, step, count, extent);
    }

    /**
     * a and b without common divisor: (i, j) and (i + b, j − a) give the same value, so a value is counted where the second
     * pair does not exist.
     */
    private static long distinctCoprime(long a, long p, long b, long q, long low, long high) {
        long last = a * (p - 1) + b * (q - 1);
        if (low == 0 && high >= last) {
            return p * q - Math.max(0, p - b) * Math.max(0, q - a);
        }
        if (a == 1 && p >= b || b == 1 && q >= a) {
            return Math.max(0, Math.min(high, last) - low + 1);
        }
        long distinct = 0;
        for (long j = 0; j < q; j++) {
            long from = j < a ? 0 : Math.max(0, p - b);
            distinct += between(b * j + a * from, a, p - from, low, high);
        }
        return distinct;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
