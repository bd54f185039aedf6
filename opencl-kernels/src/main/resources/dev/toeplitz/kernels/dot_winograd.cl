// A 3 x 3 convolution of stride 1 of 8-bit integers by Winograd's minimal filtering F(2 x 2, 3 x 3), in integers throughout and so exact: the
// input's transform adds and subtracts four numbers less their zero point, which 16 bits hold; weights are transformed and multiplied by 4 beforehand, so that
// no half is left, and the result is divided by 4 at last. Sums of 32 bits may wrap between, since the result fits them.
//
//   patches d of the input    v[product][tile][in_channel]   m[product][tile][out_channel]     tiles of the output
//     4 x 4  -- B' d B -->      16 bits    times u[product] -->    32 bits    -- A' m A / 4 -->   2 x 2 -> epilogue
//
// v and m of a block of tiles lie in local memory, which on a CPU stays in a core's second-level cache.
//
// For CPUs, with work-groups of one.
__kernel __attribute__((reqd_work_group_size(1, 1, 1))) void $kernel$($arguments$ __global $held$ *restrict result)
{
    __local short v[$v_elements$];
    __local int m[$m_elements$];
    const short zero_point = $zero_point$;
    const int item = get_global_id(0);
    const int part = item % $parts$;
    const int from = item / $parts$ * $block$;
    const int count = min($block$, $tiles$ - from);
    const int rows = (count + $cols$ - 1) / $cols$ * $cols$;
    const int first_panel = part * $panels_in_part$;
    const int last_panel = min(first_panel + $panels_in_part$, $panels$);
    for (int t = 0; t < rows; t++) {
        const int tile = min(from + t, $tiles$ - 1);
        $tile$
        const int x_row = row0 - $row_padding$;
        const int x_col = col0 - $col_padding$;
        const int whole = x_row >= 0 && x_row <= $x_rows$ - 4 && x_col >= 0 && x_col <= $x_cols$ - 4;
        for (int c = 0; c < $channels$; c += 16) {
            const int at = $patch$;
            __local short *restrict to = v + t * $v_tile$ + c;
            short16 d[16];
            _Pragma("unroll 1")
            for (int col = 0; col < 4; col++) {
                short16 e0 = (short16)(0), e1 = (short16)(0), e2 = (short16)(0), e3 = (short16)(0);
                if (whole) {
                    $column$
                } else if ((uint)(x_col + col) < $x_cols$u) {
                    $clipped_column$
                }
                d[col] = e0 - e2;
                d[4 + col] = e1 + e2;
                d[8 + col] = e2 - e1;
                d[12 + col] = e1 - e3;
            }
            _Pragma("unroll 1")
            for (int row = 0; row < 4; row++) {
                *(__local short16_anywhere *)(to + (row * 4 + 0) * $v_product$) = d[row * 4] - d[row * 4 + 2];
                *(__local short16_anywhere *)(to + (row * 4 + 1) * $v_product$) = d[row * 4 + 1] + d[row * 4 + 2];
                *(__local short16_anywhere *)(to + (row * 4 + 2) * $v_product$) = d[row * 4 + 2] - d[row * 4 + 1];
                *(__local short16_anywhere *)(to + (row * 4 + 3) * $v_product$) = d[row * 4 + 1] - d[row * 4 + 3];
            }
        }
    }
    for (int product = 0; product < 16; product++) {
        for (int panel = first_panel; panel < last_panel; panel++) {
            for (int t = 0; t < rows; t += $cols$) {
                const int start = min(t, rows - $cols$);
                $accumulators$
                __local const short *restrict p = v + product * $v_product$ + start * $v_tile$;
                __global const short *restrict w = in1 + (product * $panels$ + panel) * $panel_elements$;
                for (int pair = 0; pair < $pairs$; pair++) {
                    $products$
                }
                __local int *restrict to = m + product * $m_product$ + start * $m_tile$ + (panel - first_panel) * $width$;
                $sums$
            }
        }
    }
    for (int t = 0; t < count; t++) {
        const int tile = from + t;
        $tile$
        for (int out_channel = first_panel * $width$; out_channel < min(last_panel * $width$, $filters$); out_channel += 8) {
            __local const int *restrict y = m + t * $m_tile$ + out_channel - first_panel * $width$;
            int8 s[8];
            _Pragma("unroll 1")
            for (int col = 0; col < 4; col++) {
                const int8 e0 = vload8(0, y + col * $m_product$);
                const int8 e1 = vload8(0, y + (4 + col) * $m_product$);
                const int8 e2 = vload8(0, y + (8 + col) * $m_product$);
                const int8 e3 = vload8(0, y + (12 + col) * $m_product$);
                s[col] = e0 + e1 + e2;
                s[4 + col] = e1 - e2 - e3;
            }
            _Pragma("unroll 1")
            for (int row = 0; row < 2; row++) {
                int8 ys[2];
                ys[0] = (s[row * 4] + s[row * 4 + 1] + s[row * 4 + 2]) >> 2;
                ys[1] = (s[row * 4 + 1] - s[row * 4 + 2] - s[row * 4 + 3]) >> 2;
                const int out_row = row0 + row;
                for (int q = 0; q < 2; q++) {
                    const int out_col = col0 + q;
                    if (out_row < $out_rows$ && out_col < $out_cols$) {
                        $epilogue$
                    }
                }
            }
        }
    }
}
