import { type ModelChunk, ModelError, type ModelProvider, type ModelRequest } from '../../../contracts/ports/model-provider';

/** A request for an answer to "Say hello", changed as a test needs it. */
export function toRequest(changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'fake-model',
    instructions: 'Be kind.',
    messages: [{ role: 'user', text: 'Say hello' }],
    tools: [],
    agent: 'greeter',
    call: { executionId: 'execution-1', callId: 'greet/m0', attempt: 1 },
    ...changes,
  };
}

export interface Collected {
  text: string;
  chunks: ModelChunk[];
  finish: Extract<ModelChunk, { type: 'finish' }>;
}

/** Reads a stream to its end; fails unless `finish` comes once and last. */
export async function collect(stream: AsyncIterable<ModelChunk>): Promise<Collected> {
  const chunks: ModelChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const finish = chunks.at(-1);
  if (finish?.type !== 'finish') throw new Error('The stream ended without a finish chunk');
  if (chunks.filter(({ type }) => type === 'finish').length !== 1) throw new Error('The stream finished more than once');
  return { text: chunks.map((chunk) => (chunk.type === 'text' ? chunk.text : '')).join(''), chunks, finish };
}

/** The ModelError that a request ends with; anything else fails the test. */
export async function failureOf(provider: ModelProvider, changes: Partial<ModelRequest> = {}): Promise<ModelError> {
  try {
    await collect(provider.stream(toRequest(changes), new AbortController().signal));
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error('The request succeeded');
}
