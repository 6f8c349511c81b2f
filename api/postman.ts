import type { Logger } from '../contracts/ports/logger';
import { type DeliveryParts, deliverLetters } from './deliver-letters';

/** How long a request waits for the delivery of what it has sent: well below the 5 s of an API call (contract §4). */
const LONGEST_WAIT_MS = 2_000;

export interface Postman {
  /**
   * Delivers what the store has accepted for an execution, and waits for it up to 2 s. It never rejects: accepted is
   * accepted, and what fails here is repeated by the sweeper. Requests at the same time share a delivery.
   */
  send(organizationId: string, executionId: string): Promise<void>;
}

export function createPostman(dependencies: DeliveryParts & { logger: Logger }): Postman {
  const { logger } = dependencies;
  const underWay = new Map<string, Promise<void>>();
  const next = new Map<string, Promise<void>>();

  async function deliver(organizationId: string, executionId: string): Promise<void> {
    try {
      await deliverLetters(dependencies, organizationId, executionId);
    } catch (err) {
      logger.warn({ err, executionId }, 'Letters are not delivered yet; the sweeper tries again');
    }
  }

  /** A delivery that begins after now, so that it finds what has been written until now. */
  function deliverNext(organizationId: string, executionId: string): Promise<void> {
    const shared = next.get(executionId);
    if (shared !== undefined) return shared;
    const before = underWay.get(executionId) ?? Promise.resolve();
    const mine: Promise<void> = before.then(async () => {
      next.delete(executionId);
      underWay.set(executionId, mine);
      await deliver(organizationId, executionId);
      if (underWay.get(executionId) === mine) underWay.delete(executionId);
    });
    next.set(executionId, mine);
    return mine;
  }

  return {
    async send(organizationId, executionId) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, LONGEST_WAIT_MS);
      });
      await Promise.race([deliverNext(organizationId, executionId), late]);
      clearTimeout(timer);
    },
  };
}
