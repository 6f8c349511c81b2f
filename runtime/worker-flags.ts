/**
 * Node's own arguments of a worker. The young generation has its full size (16 MB a half, Node's most) from the start:
 * else it grows with the length of what is shown to models, and a worker's memory with the work that it does.
 */
export const WORKER_FLAGS = ['--min-semi-space-size=16'];
