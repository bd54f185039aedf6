// What a device can compute at most: fused multiply-adds on registers alone. Each work-item runs ten chains that do not wait for each
// other, so that the units, not their latency, are the limit; the sum is stored, or the compiler would leave it all out.
__kernel void $kernel$(__global $vector$ *result)
{
    const $vector$ x = ($vector$)(1.0f + 1e-7f * get_global_id(0));
    const $vector$ y = ($vector$)(1e-9f);
    $vector$ a0 = x, a1 = x + y, a2 = x - y, a3 = y, a4 = x * x, a5 = -x, a6 = -y, a7 = x + x, a8 = y + y, a9 = x * y;
    for (int step = 0; step < $steps$; step++) {
        a0 = fma(a0, x, y);
        a1 = fma(a1, x, y);
        a2 = fma(a2, x, y);
        a3 = fma(a3, x, y);
        a4 = fma(a4, x, y);
        a5 = fma(a5, x, y);
        a6 = fma(a6, x, y);
        a7 = fma(a7, x, y);
        a8 = fma(a8, x, y);
        a9 = fma(a9, x, y);
    }
    result[get_global_id(0)] = a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9;
}
