// Vectors of 8-bit and 16-bit integers at any address. vload and vstore say the same, but PoCL 3.1 makes single bytes of short ones.
#define ANYWHERE(type) typedef type type##_anywhere __attribute__((aligned(1)));
ANYWHERE(char2)
ANYWHERE(char4)
ANYWHERE(char8)
ANYWHERE(char16)
ANYWHERE(uchar2)
ANYWHERE(uchar4)
ANYWHERE(uchar8)
ANYWHERE(uchar16)
typedef short2 short2_anywhere __attribute__((aligned(2)));
typedef short16 short16_anywhere __attribute__((aligned(2)));
// So many 16-bit zeros.
#define ZERO(to, count) \
    { \
        int zero = 0; \
        for (; zero + 16 <= (count); zero += 16) { \
            *(__global short16_anywhere *)((to) + zero) = (short16)(0); \
        } \
        for (; zero < (count); zero++) { \
            (to)[zero] = 0; \
        } \
    }
