package dev.toeplitz.graph.onnx;

import dev.toeplitz.graph.Value;
import dev.toeplitz.graph.op.Abs;
import dev.toeplitz.graph.op.Acos;
import dev.toeplitz.graph.op.Acosh;
import dev.toeplitz.graph.op.Add;
import dev.toeplitz.graph.op.And;
import dev.toeplitz.graph.op.Asin;
import dev.toeplitz.graph.op.Asinh;
import dev.toeplitz.graph.op.Atan;
import dev.toeplitz.graph.op.Atanh;
import dev.toeplitz.graph.op.Cast;
import dev.toeplitz.graph.op.Ceil;
import dev.toeplitz.graph.op.Celu;
import dev.toeplitz.graph.op.Clip;
import dev.toeplitz.graph.op.Cos;
import dev.toeplitz.graph.op.Cosh;
import dev.toeplitz.graph.op.Div;
import dev.toeplitz.graph.op.Dropout;
import dev.toeplitz.graph.op.Elu;
import dev.toeplitz.graph.op.Equal;
import dev.toeplitz.graph.op.Erf;
import dev.toeplitz.graph.op.Exp;
import dev.toeplitz.graph.op.Floor;
import dev.toeplitz.graph.op.Gelu;
import dev.toeplitz.graph.op.Greater;
import dev.toeplitz.graph.op.GreaterOrEqual;
import dev.toeplitz.graph.op.HardSigmoid;
import dev.toeplitz.graph.op.HardSwish;
import dev.toeplitz.graph.op.Identity;
import dev.toeplitz.graph.op.IsInf;
import dev.toeplitz.graph.op.IsNaN;
import dev.toeplitz.graph.op.LeakyRelu;
import dev.toeplitz.graph.op.Less;
import dev.toeplitz.graph.op.LessOrEqual;
import dev.toeplitz.graph.op.Log;
import dev.toeplitz.graph.op.Max;
import dev.toeplitz.graph.op.Min;
import dev.toeplitz.graph.op.Mish;
import dev.toeplitz.graph.op.Mod;
import dev.toeplitz.graph.op.Mul;
import dev.toeplitz.graph.op.Neg;
import dev.toeplitz.graph.op.Not;
import dev.toeplitz.graph.op.OneHot;
import dev.toeplitz.graph.op.Operator;
import dev.toeplitz.graph.op.Or;
import dev.toeplitz.graph.op.PRelu;
import dev.toeplitz.graph.op.Pow;
import dev.toeplitz.graph.op.Reciprocal;
import dev.toeplitz.graph.op.Relu;
import dev.toeplitz.graph.op.Round;
import dev.toeplitz.graph.op.Selu;
import dev.toeplitz.graph.op.Shrink;
import dev.toeplitz.graph.op.Sigmoid;
import dev.toeplitz.graph.op.Sign;
import dev.toeplitz.graph.op.Sin;
import dev.toeplitz.graph.op.Sinh;
import dev.toeplitz.graph.op.Softplus;
import dev.toeplitz.graph.op.Softsign;
import dev.toeplitz.graph.op.Sqrt;
import dev.toeplitz.graph.op.Sub;
import dev.toeplitz.graph.op.Sum;
import dev.toeplitz.graph.op.Swish;
import dev.toeplitz.graph.op.Tan;
import dev.toeplitz.graph.op.Tanh;
import dev.toeplitz.graph.op.ThresholdedRelu;
import dev.toeplitz.graph.op.UnaryOperator;
import dev.toeplitz.graph.op.Where;
import dev.toeplitz.graph.op.Xor;
import dev.toeplitz.terms.DataType;
import java.util.ArrayList;
import java.util.List;

/** Ways to add a node of each kind to a random graph. */
final class RandomNodes {
    private static final List<Maker> ALL = new ArrayList<>();

    static {
        elementwise();
        logic();
        RandomLayers.add(ALL);
        RandomMoves.add(ALL);
        RandomIntegers.add(ALL);
    }

    private RandomNodes() {}

    /** Adds a node or two where there is something that it can read. */
    @FunctionalInterface
    interface Maker {
        void add(Growth growth);
    }

    static List<Maker> all() {
        return List.copyOf(ALL);
    }

    private static void elementwise() {
        anywhere(new Abs(), new Asinh(), new Atan(), new Ceil(), new Cos(), new Dropout(), new Erf(), new Floor());
        anywhere(new Gelu(true), new Gelu(false), new HardSwish(), new Identity(), new Mish(), new Neg(), new Relu());
        anywhere(new Round(), new Sigmoid(), new Sign(), new Sin(), new Softplus(), new Softsign(), new Swish());
        anywhere(new Tanh(), new Celu(1.5), new Elu(0.5), new HardSigmoid(0.25, 0.5), new LeakyRelu(0.125));
        anywhere(new Selu(1.625, 1.0625), new Shrink(0.5, 0.25), new ThresholdedRelu(0.75), Clip.relu6());
        anywhere(new Clip(-0.5, Double.POSITIVE_INFINITY), new Clip(Double.NEGATIVE_INFINITY, 0.25));
        within(-0.875, 0.875, new Acos(), new Asin(), new Atanh());
        within(1, 8, new Acosh());
        within(0.125, 8, new Log(), new Sqrt(), new Reciprocal());
        within(-2, 2, new Exp(), new Sinh(), new Cosh());
        within(-1.25, 1.25, new Tan());
        pairs(new Add(), new Max(), new Min(), new Mul(), new Sub(), new PRelu());
        ALL.add(g -> divided(g, new Div()));
        ALL.add(g -> divided(g, new Mod(true)));
        ALL.add(g -> divided(g, new Mod(false)));
        ALL.add(g -> {
            Value x = g.real(0, 5);
            Value base = x == null ? null : g.add(new Clip(0.125, 4), x);
            if (base != null) {
                g.add(new Pow(), base, g.weight(1, 1));
            }
        });
        ALL.add(g -> {
            Value x = g.real(1, 4);
            if (x != null) {
                g.add(new Sum(), x, partner(g, x), partner(g, x));
            }
        });
    }

    private static void anywhere(UnaryOperator... operators) {
        for (UnaryOperator operator : operators) {
            ALL.add(g -> {
                Value x = g.real(0, 5);
                if (x != null) {
                    g.add(operator, x);
                }
            });
        }
    }

    /** Operators that are only defined, or only moderate, between two bounds. */
    private static void within(double least, double most, UnaryOperator... operators) {
        for (UnaryOperator operator : operators) {
            ALL.add(g -> {
                Value x = g.real(0, 5);
                Value held = x == null ? null : g.add(new Clip(least, most), x);
                if (held != null) {
                    g.add(operator, held);
                }
            });
        }
    }

    private static void pairs(Operator... operators) {
        for (Operator operator : operators) {
            ALL.add(g -> {
                Value x = g.real(1, 5);
                if (x != null) {
                    g.add(operator, x, partner(g, x));
                }
            });
        }
    }

    /** Another value that broadcasts to {@code x}, or a weight that does. */
    static Value partner(Growth g, Value x) {
        List<Integer> own = x.type().shape().extents();
        Value other = g.pick(DataType.FLOAT32, shape -> {
            if (shape.rank() > own.size()) {
                return false;
            }
            for (int axis = 1; axis <= shape.rank(); axis++) {
                if (shape.at(-axis) != 1 && shape.at(-axis) != own.get(own.size() - axis)) {
                    return false;
                }
            }
            return true;
        });
        if (other != null && g.random.nextInt(3) > 0) {
            return other;
        }
        int from = g.random.nextInt(own.size());
        return g.weight(
                1,
                own.subList(from, own.size()).stream()
                        .mapToInt(extent -> g.random.nextInt(3) == 0 ? 1 : extent)
                        .toArray());
    }

    /** Divisors are kept away from 0. */
    private static void divided(Growth g, Operator operator) {
        Value x = g.real(1, 5);
        if (x != null) {
            g.add(operator, x, g.positive(x.type().shape().at(-1)));
        }
    }

    private static void logic() {
        for (Operator question :
                List.of(new Less(), new LessOrEqual(), new Greater(), new GreaterOrEqual(), new Equal())) {
            ALL.add(g -> {
                Value x = g.real(1, 4);
                if (x != null) {
                    g.add(question, x, partner(g, x));
                }
            });
        }
        for (Operator question : List.of(new IsNaN(), new IsInf(true, false))) {
            ALL.add(g -> {
                Value x = g.real(1, 4);
                if (x != null) {
                    g.add(question, x);
                }
            });
        }
        for (Operator joined : List.of(new And(), new Or(), new Xor())) {
            ALL.add(g -> {
                Value x = truth(g);
                Value y = x == null
                        ? null
                        : g.pick(DataType.BOOL, shape -> shape.equals(x.type().shape()));
                if (y != null) {
                    g.add(joined, x, y);
                }
            });
        }
        ALL.add(g -> {
            Value x = truth(g);
            if (x != null) {
                g.add(g.random.nextBoolean() ? new Not() : new Cast(DataType.FLOAT32), x);
            }
        });
        ALL.add(g -> {
            Value condition = truth(g);
            Value x = condition == null
                    ? null
                    : g.pick(
                            DataType.FLOAT32,
                            shape -> shape.equals(condition.type().shape()));
            if (x != null) {
                g.add(new Where(), condition, x, partner(g, x));
            }
        });
        ALL.add(g -> {
            Value x = g.pick(DataType.INT64, _ -> true);
            if (x != null) {
                g.add(
                        g.random.nextBoolean()
                                ? new Cast(DataType.FLOAT32)
                                : new OneHot(-1, 4, 0.5, 1.5, DataType.FLOAT32),
                        x);
            }
        });
        ALL.add(g -> {
            Value x = g.real(1, 4);
            if (x != null) {
                g.add(new Cast(DataType.INT64), x);
            }
        });
    }

    private static Value truth(Growth g) {
        return g.pick(DataType.BOOL, _ -> true);
    }
}
