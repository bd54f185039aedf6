// Products of 16-bit integers, two neighbours added to each sum of 32 bits. x86 has an instruction for it (pmaddwd: AVX2 for eight sums,
// SSE2 for four), which compilers do not find in the last form; with VNNI they make one with the sum of it (vpdpwssd).
#if defined(__has_builtin)
#if defined(__AVX2__) && __has_builtin(__builtin_ia32_pmaddwd256)
#define ADD_PAIRS(sum, x, w) ((sum) + __builtin_ia32_pmaddwd256(x, w))
#elif defined(__SSE2__) && __has_builtin(__builtin_ia32_pmaddwd128)
#define ADD_PAIRS(sum, x, w) \
    ((sum) + (int8)(__builtin_ia32_pmaddwd128((x).lo, (w).lo), __builtin_ia32_pmaddwd128((x).hi, (w).hi)))
#endif
#endif
#ifndef ADD_PAIRS
#define ADD_PAIRS(sum, x, w) \
    ((sum) + convert_int8((x).even) * convert_int8((w).even) + convert_int8((x).odd) * convert_int8((w).odd))
#endif
