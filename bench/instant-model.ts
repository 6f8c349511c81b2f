import type { ModelProvider } from '../contracts/ports/model-provider';

/** `<provider>` and `<name>` of the model that every subject calls. */
export const INSTANT_MODEL = { provider: 'bench', name: 'instant' };

const CHUNKS = 10;
const CHUNK = 'Forty bytes of text that mean not much. ';

/** A model without latency: 400 bytes in ten chunks, the same for every request. */
export function createInstantModel(): ModelProvider {
  return {
    id: INSTANT_MODEL.provider,
    configured: true,
    models: [{ name: INSTANT_MODEL.name, capabilities: { tools: false, structuredOutput: false }, default: true }],
    async *stream() {
      for (let chunk = 0; chunk < CHUNKS; chunk++) yield { type: 'text', text: CHUNK };
      yield { type: 'finish', reason: 'stop', toolCalls: [], usage: { inputTokens: 100, outputTokens: 100 } };
    },
  };
}
