import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../contracts/json';
import type { IdempotencyScope, IdempotencyStore, StoredAnswer } from '../contracts/ports/idempotency-store';
import { Problem } from '../contracts/problem';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;
const LONGEST_WAIT_MS = 10_000;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 250;

/** The key of a request; undefined when it has none. Throws `invalid_idempotency_key`. */
export function idempotencyKeyOf(header: string | undefined): string | undefined {
  if (header !== undefined && !VISIBLE_ASCII.test(header)) {
    throw new Problem('invalid_idempotency_key', 'Send 1 to 255 visible ASCII characters');
  }
  return header;
}

/**
 * Runs a request once per key (contract §4). `run` gets the id that is the same on every try, and answers errors too;
 * an answer below 500 is kept and given to every repeat. A parallel request waits for the first up to 10 s.
 */
export async function runIdempotent(
  store: IdempotencyStore,
  scope: IdempotencyScope,
  request: { body: Json | undefined; newId: string; waitMs?: number },
  run: (resourceId: string) => Promise<StoredAnswer>,
): Promise<StoredAnswer> {
  const bodyHash = createHash('sha256')
    .update(canonicalJson(request.body) ?? '')
    .digest('hex');
  const until = Date.now() + (request.waitMs ?? LONGEST_WAIT_MS);
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const claim = await store.claim(scope, bodyHash, request.newId);
    if (claim.state === 'conflict') {
      throw new Problem('idempotency_conflict', 'Take a new Idempotency-Key for another body');
    }
    if (claim.state === 'done') {
      return { ...claim.answer, headers: { ...claim.answer.headers, 'Idempotent-Replayed': 'true' } };
    }
    if (claim.state === 'mine') return keep(store, scope, () => run(claim.resourceId));
    if (Date.now() + pause > until) {
      throw new Problem('idempotency_in_progress', 'Repeat the request in a moment', { headers: { 'Retry-After': '1' } });
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Whatever happens, the key is let go unless the answer was kept: a key that is held would block every repeat. */
async function keep(store: IdempotencyStore, scope: IdempotencyScope, run: () => Promise<StoredAnswer>): Promise<StoredAnswer> {
  let kept = false;
  try {
    const answer = await run();
    if (answer.status < 500) {
      await store.complete(scope, answer);
      kept = true;
    }
    return answer;
  } finally {
    if (!kept) await store.release(scope);
  }
}
