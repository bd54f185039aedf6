// Products of 16-bit integers, two neighbours added to each sum of 32 bits. x86 has one instruction for it since SSE2 (pmaddwd), which
// compilers do not always find in the second form; with AVX-512 VNNI it adds to the sum as well (vpdpwssd).
#if defined(__AVX2__) && defined(__has_builtin)
#if __has_builtin(__builtin_ia32_pmaddwd256)
#define ADD_PAIRS(sum, x, w) ((sum) + __builtin_ia32_pmaddwd256(x, w))
#endif
#endif
#ifndef ADD_PAIRS
#define ADD_PAIRS(sum, x, w) \
    ((sum) + convert_int8((x).even) * convert_int8((w).even) + convert_int8((x).odd) * convert_int8((w).odd))
#endif
