// 8-bit integers less their zero point as 16-bit ones, with the padding around them written out, for tiles of pairs to read: lines of the copy,
// several a work-item. Padding stands for the zero point, and so is 0 here.
//
//   line:  | 0 0 0 | elements, one after another in the tensor too | 0 0 |     or zeros alone, where all of it is padding
//            start                       count                       rest
//
// For CPUs, with work-groups of one.
__kernel __attribute__((reqd_work_group_size(1, 1, 1))) void $kernel$($arguments$ __global short *restrict result)
{
    const short zero_point = $zero_point$;
    const int item = get_global_id(0);
    const int last = min(item * $each$ + $each$, $lines$);
    for (int line = item * $each$; line < last; line++) {
        $decode$
        __global short *restrict to = result + (long)line * $length$;
        const bool inside = $inside$;
        const int start = inside ? $start$ : 0;
        const int count = inside ? $count$ : 0;
        const int rest = inside ? $rest$ : $length$;
        ZERO(to, start)
        to += start;
        if (inside) {
            __global const $read$ *restrict from = in0 + $from$;
            int i = 0;
            for (; $apart$ == 1 && i + 16 <= count; i += 16) {
                *(__global short16_anywhere *)(to + i) = convert_short16(*(__global const $read$16_anywhere *)(from + i)) - zero_point;
            }
            for (; i < count; i++) {
                to[i] = from[i * $apart$] - zero_point;
            }
        }
        to += count;
        ZERO(to, rest)
    }
}
