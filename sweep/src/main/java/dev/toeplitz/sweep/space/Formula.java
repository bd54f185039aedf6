package dev.toeplitz.sweep.space;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.parser.ParseException;
import dev.toeplitz.terms.InputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An expression over a design's values, as {@code dsp <= device.dsp} or {@code 2 * pe_array.cols}. Names have dots, which
 * the library takes for access to parts, so that it sees underscores in their place; {@code 2 MiB}, {@code 10 ms} and
 * {@code 3 mJ} are numbers.
 */
public final class Formula {
    /** So that memory does not grow with designs; what is forgotten is evaluated again. */
    private static final int MOST_KNOWN = 1 << 14;

    private static final Pattern TOKEN =
            Pattern.compile("\"[^\"]*\"|(\\d+(?:\\.\\d+)?)\\s*([KMG]iB|[munµμ]?[sJ])\\b|[A-Za-z_][\\w.]*");

    private final String text;
    private final Expression expression;
    private final Set<String> names = new LinkedHashSet<>();
    /** By the values of the names: designs that differ in others have the same. */
    private final Map<List<Object>, EvaluationValue> known = new ConcurrentHashMap<>();

    public Formula(String text) {
        this.text = text;
        this.expression = new Expression(TOKEN.matcher(text).replaceAll(this::token));
        try {
            Set<String> used = expression.getUsedVariables();
            names.removeIf(name -> !contains(used, plain(name)));
            used.stream().filter(each -> !isNamed(each)).findFirst().ifPresent(each -> {
                throw new InputException(
                        "'%s' is no name or unit in '%s'".formatted(each, text),
                        "names of values, and s, ms, us, ns, J, mJ, B, KiB, MiB, GiB",
                        "correct it");
            });
        } catch (ParseException e) {
            throw new InputException(
                    "'%s' is no expression (%s)".formatted(text, e.getMessage()),
                    "one such as dsp <= device.dsp",
                    "correct it",
                    e);
        }
    }

    /** Letters of other alphabets are names to the library alone. */
    private boolean isNamed(String used) {
        return names.stream().anyMatch(name -> plain(name).equalsIgnoreCase(used));
    }

    private static boolean contains(Set<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private String token(MatchResult match) {
        if (match.group(2) != null) {
            return number(match.group(1), match.group(2));
        }
        if (match.group().startsWith("\"")) {
            return match.group().replace("\\", "\\\\").replace("$", "\\$");
        }
        names.add(match.group());
        return plain(match.group());
    }

    /** Bytes; or seconds and joules, in which results are. */
    private static String number(String digits, String unit) {
        if (unit.endsWith("B")) {
            return Quantity.text((Double) Quantity.of(digits + " " + unit));
        }
        int thousandths = unit.length() == 1
                ? 0
                : 3 * (1 + "mun".indexOf(unit.replaceFirst("[µμ]", "u").charAt(0)));
        return new BigDecimal(digits).scaleByPowerOfTen(-thousandths).toPlainString();
    }

    private static String plain(String name) {
        return name.replace('.', '_');
    }

    /** The names it uses. */
    public Set<String> names() {
        return Set.copyOf(names);
    }

    /** Refuses names that no design has, with the nearest one. */
    void check(Set<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw InputException.unknown("name in '%s'".formatted(text), name, new TreeSet<>(known));
            }
        }
    }

    /** Whether it holds; only what compares can. */
    boolean holds(Function<String, Object> values) {
        EvaluationValue value = evaluate(values);
        if (!value.isBooleanValue()) {
            throw new InputException("'%s' is %s".formatted(text, value.getStringValue()), "true or false", "compare");
        }
        return value.getBooleanValue();
    }

    /** Its value as a description writes it. */
    String value(Function<String, Object> values) {
        EvaluationValue value = evaluate(values);
        return switch (value.getDataType()) {
            case NUMBER -> Quantity.text(value.getNumberValue().doubleValue());
            case BOOLEAN -> value.getBooleanValue().toString().toLowerCase(Locale.ROOT);
            default -> value.getStringValue();
        };
    }

    private EvaluationValue evaluate(Function<String, Object> values) {
        List<Object> used = new ArrayList<>(names.size());
        for (String name : names) {
            used.add(values.apply(name));
        }
        EvaluationValue value = known.get(used);
        if (value == null) {
            value = evaluated(used);
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(used, value);
        }
        return value;
    }

    private EvaluationValue evaluated(List<Object> values) {
        Map<String, Object> used = new HashMap<>();
        Iterator<Object> each = values.iterator();
        names.forEach(name -> used.put(plain(name), each.next()));
        try {
            // The parsed expression is shared by all threads; values are a copy's.
            return expression.copy().withValues(used).evaluate();
        } catch (EvaluationException | ParseException e) {
            throw new InputException(
                    "'%s' has no value (%s)".formatted(text, e.getMessage()),
                    "numbers or words to fit",
                    "correct it",
                    e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
