type Undo = () => void | Promise<void>;

/** Runs `body`; what it gives to `defer` is done when it ends, the last first, also when a signal ends this process. */
export async function withCleanUp(body: (defer: (undo: Undo) => void) => Promise<void>): Promise<void> {
  const undos: Undo[] = [];
  let undoing: Promise<void> | undefined;
  // A signal ends the body too, so both may ask; it is done once, in order.
  const undoAll = () => {
    undoing ??= undoInOrder(undos);
    return undoing;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void undoAll().finally(() => process.exit(1)));
  try {
    await body((undo) => undos.push(undo));
  } finally {
    await undoAll();
  }
}

async function undoInOrder(undos: Undo[]): Promise<void> {
  for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) await undo();
}
