/**
 * Node's own arguments of a worker. The young generation has its full size (16 MB a half, Node's most) from the start:
 * else it grows with the length of what is shown to models, and a worker's memory with the work that it does.
 *
 * The SDK takes a stack for every promise that a workflow makes. Three frames tell where workflow code failed, and
 * replaying takes a quarter less time than with ten; the worker's own code keeps ten ({@link OWN_STACK_FRAMES}).
 */
export const WORKER_FLAGS = ['--min-semi-space-size=16', '--stack-trace-limit=3'];

/** What Node has where no argument says otherwise. */
export const OWN_STACK_FRAMES = 10;
