import { type ToolDefinition, ToolError } from '../../contracts/ports/tool';

const LONGEST_ANSWER = 4_000;

/**
 * Posts JSON to an address. Only the hosts that the operator allowed can be reached, so that no text of a model can
 * point it at something private; redirects are not followed for the same reason.
 */
export function createPostWebhook(allowedHosts: readonly string[]): ToolDefinition {
  return {
    id: 'post_webhook',
    description: 'Sends a JSON payload to an allowed webhook address by HTTP POST and returns the status.',
    inputSchema: {
      type: 'object',
      properties: {
        url: { type: 'string', description: 'http or https address of an allowed host', maxLength: 2_000 },
        payload: { type: 'object', description: 'What to send.' },
      },
      required: ['url', 'payload'],
      additionalProperties: false,
    },
    repeat: 'unsafe',
    async run({ url, payload }, { key, signal }) {
      const address = toAllowedAddress(String(url), allowedHosts);
      const response = await fetch(address, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', 'x-agent-studio-call': key },
        body: JSON.stringify(payload),
        signal,
      });
      const answer = await response.text();
      return { status: response.status, answer: answer.slice(0, LONGEST_ANSWER) };
    },
  };
}

function toAllowedAddress(text: string, allowedHosts: readonly string[]): URL {
  const address = URL.canParse(text) ? new URL(text) : null;
  if (address === null || !['http:', 'https:'].includes(address.protocol)) {
    throw new ToolError('invalid_address', 'The url is not an http or https address');
  }
  if (!allowedHosts.includes(address.host)) {
    throw new ToolError('host_not_allowed', `The host ${address.host} is not allowed; an operator can add it to STUDIO_WEBHOOK_HOSTS`);
  }
  return address;
}
