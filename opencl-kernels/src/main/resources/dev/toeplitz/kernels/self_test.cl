// A convolution as a product with a Toeplitz matrix that is never stored: one work-item an output element.
//
//      input (channels x extent x extent)          output (filters x positions x positions)
//      +-----------+     window at                 +-------+
//      |  [f x f]  | --- stride * (row, col) --->  |   .   |  work-item (col, row, out channel)
//      +-----------+     - padding                 +-------+
//
// Integers, so that every device must give the same bits.
__kernel void toeplitz_self_test(
    __global const int *input,
    __global const int *weight,
    __global int *output,
    const int channels,
    const int extent,
    const int filter,
    const int stride,
    const int padding,
    const int positions)
{
    const int col = get_global_id(0);
    const int row = get_global_id(1);
    const int out = get_global_id(2);
    int sum = 0;
    for (int c = 0; c < channels; c++) {
        for (int r = 0; r < filter; r++) {
            for (int s = 0; s < filter; s++) {
                const int y = row * stride + r - padding;
                const int x = col * stride + s - padding;
                const int inside = y >= 0 && y < extent && x >= 0 && x < extent;
                const int element = inside ? input[(c * extent + y) * extent + x] : 0;
                sum += element * weight[((out * channels + c) * filter + r) * filter + s];
            }
        }
    }
    output[(out * positions + row) * positions + col] = sum;
}
