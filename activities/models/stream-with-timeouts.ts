import { type Listen, type ModelChunk, ModelError, type ModelProvider, type ModelRequest } from '../../contracts/ports/model-provider';

export interface StreamLimits {
  /** Aborts the provider; what comes out is this signal's reason. */
  signal: AbortSignal;
  /** Milliseconds from the request to the first chunk. */
  firstByteMs: number;
  /** Milliseconds between two chunks; time that the reader takes does not count. */
  idleMs: number;
  listen?: Listen;
}

/** A longer timer would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * A provider's stream that cannot hang. A timeout aborts the provider and throws a retryable {@link ModelError}
 * (`first_byte_timeout`, `idle_timeout`), even if the provider ignores the abort. Ends with the `finish` chunk.
 */
export async function* streamWithTimeouts(
  provider: ModelProvider,
  request: ModelRequest,
  { signal, firstByteMs, idleMs, listen }: StreamLimits,
): AsyncGenerator<ModelChunk, void, undefined> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const passOn = () => controller.abort(signal.reason);
  signal.addEventListener('abort', passOn, { once: true });
  const aborted = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  // It is only raced against; an abort after the end must not become an unhandled rejection.
  aborted.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  let finished = false;
  const chunks = provider.stream(request, controller.signal, listen)[Symbol.asyncIterator]();
  try {
    let timeout = () => toTimeout('first_byte_timeout', 'did not begin to answer', firstByteMs);
    let limitMs = firstByteMs;
    while (!finished) {
      timer = setTimeout(() => controller.abort(timeout()), Math.min(limitMs, LONGEST_TIMER_MS));
      const { value, done } = await Promise.race([chunks.next(), aborted]);
      clearTimeout(timer);
      if (done) throw new ModelError('stream_cut', 'The model ended without an answer', { retryable: true, mayBePaid: true });
      finished = value.type === 'finish';
      timeout = () => toTimeout('idle_timeout', 'stopped in the middle of its answer', idleMs);
      limitMs = idleMs;
      yield value;
    }
  } catch (error) {
    // A provider may wrap what it was aborted with.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', passOn);
    if (!finished) controller.abort(new DOMException('The reader stopped', 'AbortError'));
    // Not awaited: a provider that ignores its signal would hold us here. Its outcome is decided already.
    chunks.return?.()?.catch(() => undefined);
  }
}

function toTimeout(code: string, what: string, limitMs: number): ModelError {
  return new ModelError(code, `The model ${what} for ${limitMs} ms`, { retryable: true, mayBePaid: true });
}
