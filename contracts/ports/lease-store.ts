/**
 * What only one process at a time does, across all processes of a data folder. A lease is a hint with a time limit:
 * whoever holds it renews it while it works, and what it does must stay right if for a moment two believe they hold it
 * (a process that stood still for longer than its lease and has not looked again yet).
 */
export interface LeaseStore {
  /**
   * Takes the lease `name`, or renews it, for `milliseconds` from now; false while another living process has it.
   * One whose holder has died, or whose time is over, is taken over at once.
   */
  acquire(name: string, milliseconds: number): Promise<boolean>;
  /** Lets go of the lease if this process has it, so that the next one need not wait. */
  release(name: string): Promise<void>;
}
