// A convolution as a product with a Toeplitz matrix that is never stored: each work-group makes one tile of the output.
//
//                      taps = channels * filter * filter          one step of a work-group:
//                   +---------------------------+
//    weight         |  [TILE x TILE] -->        | filters           1. each work-item loads one element of each tile:
//                   +---------------------------+                      a weight, and the input element that the Toeplitz
//                   +---------------------------+                      matrix has there (0 in the padding)
//    Toeplitz       |  [TILE x TILE] -->        | positions^2       2. barrier; TILE products from local memory; barrier
//    (transposed)   +---------------------------+                   3. on to the next TILE taps
//
// Work-item (x, y) of group (X, Y) makes output position X * TILE + x of filter Y * TILE + y. The edges are ragged: what lies
// outside is loaded as 0 and not written. Local memory and barriers are there on purpose, because tiled kernels rely on
// them. Integers, so that every device must give the same bits.
__kernel __attribute__((reqd_work_group_size(TILE, TILE, 1))) void toeplitz_self_test(
    __global const int *input,
    __global const int *weight,
    __global int *output,
    const int channels,
    const int extent,
    const int filter,
    const int stride,
    const int padding,
    const int positions,
    const int filters)
{
    __local int weights[TILE][TILE];
    __local int windows[TILE][TILE];
    const int x = get_local_id(0);
    const int y = get_local_id(1);
    const int out = get_global_id(1);
    const int position = get_global_id(0);
    const int all = positions * positions;
    const int taps = channels * filter * filter;
    int sum = 0;
    for (int first = 0; first < taps; first += TILE) {
        const int mine = first + x;
        weights[y][x] = (out < filters && mine < taps) ? weight[out * taps + mine] : 0;

        const int tap = first + y;
        const int row = position / positions * stride + tap / filter % filter - padding;
        const int col = position % positions * stride + tap % filter - padding;
        const int inside = position < all && tap < taps && row >= 0 && row < extent && col >= 0 && col < extent;
        windows[y][x] = inside ? input[(tap / (filter * filter) * extent + row) * extent + col] : 0;

        barrier(CLK_LOCAL_MEM_FENCE);
        for (int k = 0; k < TILE; k++) {
            sum += weights[y][k] * windows[k][x];
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (out < filters && position < all) {
        output[out * all + position] = sum;
    }
}
