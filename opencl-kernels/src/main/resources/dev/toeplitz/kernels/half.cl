// How the general kernels read and write memory in half precision, while they compute in single. Needs no extension:
// OpenCL 1.2 converts between the two on every device, and keeps subnormal halves (6.1.1.1).
typedef half stored;
#define LOAD(from, at) vload_half(at, from)
#define STORE(value, to, at) vstore_half_rte(value, at, to)
