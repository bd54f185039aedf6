// How kernels read and write memory in half precision, while they compute in single. Needs no extension:
// OpenCL 1.2 converts between the two on every device, and keeps subnormal halves (6.1.1.1).
typedef half stored;
#define LOAD(from, at) vload_half(at, from)
#define STORE(value, to, at) vstore_half_rte(value, at, to)
#define LOAD2(from, at) vload_half2(0, (from) + (at))
#define STORE2(value, to, at) vstore_half2_rte(value, 0, (to) + (at))
#define LOAD4(from, at) vload_half4(0, (from) + (at))
#define STORE4(value, to, at) vstore_half4_rte(value, 0, (to) + (at))
#define LOAD8(from, at) vload_half8(0, (from) + (at))
#define STORE8(value, to, at) vstore_half8_rte(value, 0, (to) + (at))
#define LOAD16(from, at) vload_half16(0, (from) + (at))
#define STORE16(value, to, at) vstore_half16_rte(value, 0, (to) + (at))
// Where the address is a multiple of four elements.
#define ALIGNED4(from, at) vloada_half4(0, (from) + (at))
#define ALIGN4(value, to, at) vstorea_half4_rte(value, 0, (to) + (at))
