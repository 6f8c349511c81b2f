import type { LeaseStore } from '../../contracts/ports/lease-store';
import type { Logger } from '../../contracts/ports/logger';

/** A lease in the hands of a process that works for as long as it has it. */
export interface HeldLease {
  /** Whether this process has the lease now: takes or renews it when that is due. */
  isHeld(): Promise<boolean>;
  /** Gives it back, if it is held, so that any process may take it. */
  release(): Promise<void>;
}

/** The lease `name`, taken for `milliseconds` at a time and renewed after a third of them. The log tells of a change of hands. */
export function createHeldLease(leases: LeaseStore, name: string, milliseconds: number, logger: Logger): HeldLease {
  let held = false;
  let toldHeld = false;
  let renewedAt = Number.NEGATIVE_INFINITY;
  return {
    async isHeld() {
      if (held && performance.now() - renewedAt < milliseconds / 3) return true;
      renewedAt = performance.now();
      held = await leases.acquire(name, milliseconds);
      if (held !== toldHeld)
        logger.info({ lease: name, held }, held ? 'This process has the lease now' : 'Another process has the lease now');
      toldHeld = held;
      return held;
    },
    async release() {
      if (!held) return;
      held = false;
      await leases
        .release(name)
        .catch((err: unknown) => logger.warn({ err, lease: name }, 'The lease could not be given back; it runs out'));
    },
  };
}
