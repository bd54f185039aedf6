// How fast a device copies: each work-item copies a run of neighbours, a vector at a time.
__kernel void $kernel$(__global const $vector$ *source, __global $vector$ *result)
{
    const int first = get_global_id(0) * $each$;
    for (int i = 0; i < $each$; i++) {
        result[first + i] = source[first + i];
    }
}
