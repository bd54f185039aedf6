// A right operand that is computed, brought into panels as tiles read them (tile.cl): one work-item a panel.
//
//   for each point of the reduction ($heads$):  | width neighbours | 0 where they end |
//
// For CPUs, with work-groups of one.
__kernel __attribute__((reqd_work_group_size(1, 1, 1))) void $kernel$(__global const stored *restrict in0, __global stored *restrict result)
{
    const int item = get_global_id(0);
    const int first = item % $panels$ * $width$;
    const int id = item / $panels$;
    $decode$
    const int last = min($width$, $extent$ - first);
    __global stored *restrict to = result + item * $elements$;
    $heads$ {
        __global const stored *restrict from = in0 + $from$ + first * $stride$;
        for (int lane = 0; lane < last; lane++) {
            STORE(LOAD(from, lane * $stride$), to, lane);
        }
        for (int lane = last; lane < $width$; lane++) {
            STORE(0.0f, to, lane);
        }
        to += $width$;
    }
}
