package dev.toeplitz.graph.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toeplitz.graph.tensor.Shape;
import dev.toeplitz.terms.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Einstein summation of random equations against one loop over each letter. */
class EinsumOracleTest {
    private static final String LETTERS = "abcd";

    @Property(tries = 500)
    void everyLetterIsALoop(@ForAll long seed) {
        Random random = new Random(seed);
        Shape extents = Shape.of(random.ints(4, 1, 4).toArray());
        List<String> terms = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(_ -> term(random))
                .toList();
        String result = result(random, terms);
        Elements[] operands = terms.stream()
                .map(term -> Elements.random(random, extents(term, extents)))
                .toArray(Elements[]::new);
        Elements expected = Elements.zeros(extents(result, extents));
        Shape present = used(extents, terms);
        for (int[] point : Elements.points(present)) {
            double product = 1;
            for (int i = 0; i < operands.length; i++) {
                product *= operands[i].at(index(terms.get(i), point));
            }
            expected.add(product, index(result, point));
        }
        String equation = String.join(",", terms) + "->" + result;
        Elements.run(new Einsum(equation), operands).assertEquals(expected);
    }

    /** Letters that no operand has are no loops. */
    private static Shape used(Shape extents, List<String> terms) {
        String all = String.join("", terms);
        return Shape.of(IntStream.range(0, LETTERS.length())
                .map(i -> all.indexOf(LETTERS.charAt(i)) >= 0 ? extents.at(i) : 1)
                .toArray());
    }

    /** One to three letters, which may be the same. */
    private static String term(Random random) {
        return random.ints(1 + random.nextInt(3), 0, LETTERS.length())
                .mapToObj(i -> LETTERS.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static String result(Random random, List<String> terms) {
        List<String> letters = new ArrayList<>(String.join("", terms)
                .chars()
                .distinct()
                .mapToObj(Character::toString)
                .toList());
        Collections.shuffle(letters, random);
        return String.join("", letters.subList(0, random.nextInt(letters.size() + 1)));
    }

    private static int[] extents(String term, Shape extents) {
        return term.chars().map(letter -> extents.at(LETTERS.indexOf(letter))).toArray();
    }

    private static int[] index(String term, int[] point) {
        return term.chars().map(letter -> point[LETTERS.indexOf(letter)]).toArray();
    }

    @Test
    void withoutAResultTheLettersThatOccurOnceStandInAlphabeticalOrder() {
        Elements b = Elements.of(Shape.of(2, 1), 1, 2);
        Elements a = Elements.of(Shape.of(1, 3), 1, 10, 100);
        Elements.run(new Einsum("bc,ca"), b, a).assertEquals(Elements.of(Shape.of(3, 2), 1, 2, 10, 20, 100, 200));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ij,jk | equation 'ij,jk' for 1 inputs; expected a term for each input",
                "ijk | term 'ijk' for 2 axes; expected a letter for each axis",
                "...i... | term '...i...' for 2 axes; expected a letter for each axis",
                "ij->ik | result 'ik'; expected letters of the operands, each once",
                "ij->ii | result 'ii'; expected letters of the operands, each once",
                "ii | axis 'i' of 1 and of 4 elements; expected as many",
                "i0 | equation 'i0'; expected letters, commas, '...' and at most one '->'",
                "i.j | equation 'i.j'; expected letters, commas, '...' and at most one '->'",
                "ij->i->j | equation 'ij->i->j'; expected letters, commas, '...' and at most one '->'"
            })
    void equationsThatDoNotFitAreRefused(String equation, String message) {
        assertThatThrownBy(() -> new Einsum(equation).output(List.of(Shape.of(1, 4))))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aLetterHasOneExtentWhicheverOperandComesFirst() {
        Einsum product = new Einsum("ij,jk");
        for (List<Shape> shapes :
                List.of(List.of(Shape.of(2, 1), Shape.of(4, 3)), List.of(Shape.of(2, 4), Shape.of(1, 3)))) {
            assertThatThrownBy(() -> product.output(shapes))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith("axis 'j' of");
        }
    }
}
