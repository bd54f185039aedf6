// Arithmetic on single-precision numbers that is the same on every device, as quantised numbers want it: each operation rounded by
// itself, correctly. OpenCL promises that of sums and products where they are not contracted, and of fma; of quotients only within
// 2.5 ulp, so a quotient is corrected by its remainder, which fma gives exactly (Markstein, 1990). x86 and 64-bit ARM divide correctly
// rounded, and their compilers do nothing else unless they are told that it may be fast. A number between two bounds of at most 2^22 is
// rounded to a whole one by what adding 1.5 * 2^23 leaves of it; what is no number becomes the lower bound.
#pragma OPENCL FP_CONTRACT OFF
#if defined(__x86_64__) || defined(__aarch64__)
#define DIVIDED(type) return x / y;
#else
#define DIVIDED(type) \
    type reciprocal = 1.0f / y; \
    reciprocal = fma(fma(-reciprocal, y, (type)1.0f), reciprocal, reciprocal); \
    reciprocal = fma(fma(-reciprocal, y, (type)1.0f), reciprocal, reciprocal); \
    type q = x * reciprocal; \
    const type first = fma(fma(-q, y, x), reciprocal, q); \
    const type second = fma(fma(-first, y, x), reciprocal, first); \
    return isfinite(second) ? second : x / y;
#endif
#define ROUNDED(type) \
    type __attribute__((overloadable)) quotient(type x, type y) \
    { \
        DIVIDED(type) \
    } \
    type __attribute__((overloadable)) nearest(type x, type least, type most) \
    { \
        x = x > least ? x : least; \
        x = x < most ? x : most; \
        return (x + 12582912.0f) - 12582912.0f; \
    }
ROUNDED(float)
ROUNDED(float2)
ROUNDED(float4)
ROUNDED(float8)
ROUNDED(float16)
