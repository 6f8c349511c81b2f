import type { LimitStore } from '../../contracts/ports/limit-store';
import type { Logger } from '../../contracts/ports/logger';

/** Well within the time after which a slot that nobody keeps is free. */
const KEEP_MS = 10_000;

/** Runs a call that holds slots: keeps them while it runs and frees them when it is over, however it ends. */
export async function withSlots<T>(store: LimitStore, logger: Logger, call: string, run: () => Promise<T>): Promise<T> {
  // Slots that are not kept or freed are free after their time, so this must not fail a call.
  const quietly = (write: Promise<void>) =>
    write.catch((error: unknown) => logger.warn({ error, call }, 'the slots of a call were not written'));
  const keeping = setInterval(() => void quietly(store.keepSlots(call)), KEEP_MS);
  try {
    return await run();
  } finally {
    clearInterval(keeping);
    await quietly(store.freeSlots(call));
  }
}
