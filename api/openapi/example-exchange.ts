import type { Exchange } from '../../contracts/exchange';
import { ATTEMPT, MESSAGE } from './example-execution';

export const EXCHANGE: Exchange = {
  callId: ATTEMPT.callId,
  attempt: 1,
  model: 'openai/gpt-5.4-mini',
  request: {
    method: 'POST',
    url: 'https://api.openai.com/v1/chat/completions',
    headers: { 'content-type': 'application/json' },
    body: {
      model: 'gpt-5.4-mini',
      messages: [
        { role: 'system', content: 'Write short articles.' },
        { role: 'user', content: 'tides' },
      ],
      stream: true,
      stream_options: { include_usage: true },
    },
    exact: true,
  },
  response: {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'x-request-id': 'req_1' },
    body: {
      id: 'chatcmpl-1',
      model: 'gpt-5.4-mini-2026-03-05',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: MESSAGE.text } }],
      usage: { prompt_tokens: 90, completion_tokens: 45, total_tokens: 135 },
    },
  },
};
