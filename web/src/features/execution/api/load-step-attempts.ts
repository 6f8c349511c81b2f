import { type Attempt, toStepPath } from '@client';
import { client } from '@/lib/client';

/** So many steps are asked for at once, and so many of their attempts are read. */
const STEPS = 20;
const PAGE = 200;
const PAGES = 3;

interface StepAttempts {
  items: Attempt[];
  /** There are more than can be drawn. */
  more: boolean;
}

interface Wanted {
  stepPath: string;
  resolve: (attempts: StepAttempts) => void;
  reject: (error: unknown) => void;
}

/** Steps that are wanted in the same moment, by what may be asked for together. */
const wanted = new Map<string, Wanted[]>();

/**
 * The attempts of a step's own calls. Steps of an execution that are wanted in the same moment are asked for together;
 * one `alone`, which may have very many, takes no other one's room.
 */
export function loadStepAttempts(id: string, stepPath: string, alone: boolean): Promise<StepAttempts> {
  const key = alone ? `${id} ${stepPath}` : id;
  return new Promise((resolve, reject) => {
    const others = wanted.get(key);
    if (others !== undefined && others.length < STEPS) {
      others.push({ stepPath, resolve, reject });
      return;
    }
    const together = [{ stepPath, resolve, reject }];
    wanted.set(key, together);
    setTimeout(() => {
      if (wanted.get(key) === together) wanted.delete(key);
      void answer(id, together);
    });
  });
}

async function answer(id: string, together: readonly Wanted[]): Promise<void> {
  try {
    const { items, more } = await readAttempts(id, [...new Set(together.map(({ stepPath }) => stepPath))]);
    for (const { stepPath, resolve } of together) {
      resolve({ items: items.filter(({ callId }) => toStepPath(callId) === stepPath), more });
    }
  } catch (error) {
    for (const { reject } of together) reject(error);
  }
}

async function readAttempts(id: string, stepPath: string[]): Promise<StepAttempts> {
  const items: Attempt[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const read = await client.executions.attempts(id, { stepPath, limit: PAGE, cursor });
    items.push(...read.items);
    cursor = read.nextCursor;
    if (cursor === undefined) return { items, more: false };
  }
  return { items, more: true };
}
