type Undo = () => void | Promise<void>;

/** Sets something up to be undone at the end. */
export type Defer = (undo: Undo) => void;

/** Runs `body`; what it gives to `defer` is done when it ends, the last first, also when a signal ends this process. */
export async function withCleanUp(body: (defer: Defer) => Promise<void>): Promise<void> {
  const undos: Undo[] = [];
  let undoing: Promise<void> | undefined;
  // A signal ends the body too, so both may ask; it is done once, in order.
  const undoAll = () => {
    undoing ??= undoInOrder(undos);
    return undoing;
  };
  const stop = () => {
    // What was under way fails where nobody waits for it, such as the SDK's retries; the cleaning up must go on.
    process.on('uncaughtException', (error) => console.error(`Interrupted: ${error.message}`));
    void undoAll().finally(() => process.exit(1));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    await body((undo) => void undos.push(undo));
  } finally {
    await undoAll();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}

/** One that fails does not keep the others from being done. */
async function undoInOrder(undos: Undo[]): Promise<void> {
  for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
    try {
      await undo();
    } catch (error) {
      console.error(`Cleaning up: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
}
