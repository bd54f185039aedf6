// A 3 x 3 convolution of stride 1 by Winograd's minimal filtering, whole or one of its three phases.
//
//   patches d of the input      v[product][tile][in_channel]     m[product][tile][out_channel]       tiles of the output
//     +------+                        +--------+                       +--------+                          +----+
//     |      | ---- B' d B ---->      |   v    |  -- times u[product]  |   m    |  ---- A' m A ---->       |    | -> epilogue
//     |      |                        +--------+     for each -->      +--------+                          +----+
//     +------+
//
// The transformed weights u come ready, in panels as for a tile. In the first and the last phase a vector is neighbouring channels of
// one tile; in the middle one neighbouring output channels, with COLS tiles of them in registers.
//
// In one kernel v and m of a block of tiles lie in local memory, which on a CPU stays in a core's second-level cache. In three
// kernels all tiles' v and m go through global memory, and each weight is read once.
//
// For CPUs, with work-groups of one.
__kernel __attribute__((reqd_work_group_size(1, 1, 1))) void $kernel$($arguments$)
{
    const int item = get_global_id(0);
    $scratch$
    $decode$
#if $phases$ & 1
    for (int t = 0; t < rows; t++) {
        const int tile = min(from + t, $last$);
        $tile$
        const int x_row = row0 - $row_padding$;
        const int x_col = col0 - $col_padding$;
        const int whole = x_row >= 0 && x_row <= $last_row$ && x_col >= 0 && x_col <= $last_col$;
        for (int c = 0; c < $channels$; c += $in_lanes$) {
            const int at = $patch$;
            const int to = (from + t - base) * $v_tile$ + c;
            $in_type$ d[$inputs$ * $inputs$];
            _Pragma("unroll 1")
            for (int col = 0; col < $inputs$; col++) {
                $in_type$ $zeros$;
                if (whole) {
                    $column$
                } else if ((uint)(x_col + col) < $x_cols$u) {
                    $clipped_column$
                }
                $down$
            }
            _Pragma("unroll 1")
            for (int row = 0; row < $inputs$; row++) {
                $along$
            }
        }
    }
#endif
#if $phases$ & 2
    for (int product = first_product; product < last_product; product++) {
        for (int panel = first_panel; panel < last_panel; panel++) {
            for (int t = 0; t < rows; t += $cols$) {
                const int start = min(t, rows - $cols$);
                $accumulators$
                $space$ const float *restrict p = v + product * $v_product$ + start * $v_tile$;
                __global const float *restrict w = u + (product * $panels$ + panel) * $panel_elements$;
                for (int c = 0; c < $channels$; c++) {
                    $products$
                }
                $space$ float *restrict to = m + product * $m_product$ + start * $m_tile$ + (panel - panel_base) * $width$;
                $sums$
            }
        }
    }
#endif
#if $phases$ & 4
    for (int t = 0; t < count; t++) {
        const int tile = from + t;
        $tile$
        for (int out_channel = first_panel * $width$; out_channel < min(last_panel * $width$, $filters$); out_channel += $lanes$) {
            const int at = (tile - base) * $m_tile$ + out_channel - panel_base * $width$;
            $type$ s[$outputs$ * $inputs$];
            _Pragma("unroll 1")
            for (int col = 0; col < $inputs$; col++) {
                $back_down$
            }
            $type$ ys[$outputs$ * $outputs$];
            _Pragma("unroll 1")
            for (int row = 0; row < $outputs$; row++) {
                $back_along$
            }
            _Pragma("unroll 1")
            for (int q = 0; q < $outputs$ * $outputs$; q++) {
                const int out_row = row0 + q / $outputs$;
                const int out_col = col0 + q % $outputs$;
                if (out_row < $out_rows$ && out_col < $out_cols$) {
                    $epilogue$
                }
            }
        }
    }
#endif
}
