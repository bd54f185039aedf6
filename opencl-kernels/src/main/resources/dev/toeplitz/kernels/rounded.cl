// Arithmetic on single-precision numbers that is the same on every device, as quantised numbers want it: each operation rounded by
// itself, correctly. OpenCL promises that of sums and products where they are not contracted, and of fma; of quotients only within
// 2.5 ulp, so a quotient is corrected by its remainder, which fma gives exactly (Markstein, 1990).
#pragma OPENCL FP_CONTRACT OFF
#define QUOTIENT(type, name) \
    type __attribute__((overloadable)) name(type x, type y) \
    { \
        type reciprocal = 1.0f / y; \
        reciprocal = fma(fma(-reciprocal, y, (type)1.0f), reciprocal, reciprocal); \
        reciprocal = fma(fma(-reciprocal, y, (type)1.0f), reciprocal, reciprocal); \
        type q = x * reciprocal; \
        const type first = fma(fma(-q, y, x), reciprocal, q); \
        const type second = fma(fma(-first, y, x), reciprocal, first); \
        return isfinite(second) ? second : x / y; \
    }
QUOTIENT(float, quotient)
QUOTIENT(float2, quotient)
QUOTIENT(float4, quotient)
QUOTIENT(float8, quotient)
QUOTIENT(float16, quotient)
