import type { CallModelInput } from '../contracts/activities';
import type { TextlessResponse } from '../contracts/exchange';
import type { ModelChunk, ModelProvider, ModelRequest } from '../contracts/ports/model-provider';
import type { ActivityDependencies } from './dependencies';
import { streamWithTimeouts } from './models/stream-with-timeouts';
import type { BegunCall } from './running-call';

/** What has come of an answer so far; it stays readable when the stream breaks. */
export interface StreamedAnswer {
  text: string;
  /** The request has gone out, so it may be paid for. */
  sent: boolean;
  /** The request as it was sent, with what a budget left for the answer. */
  request?: ModelRequest;
  /** The same in the provider's own protocol. */
  heard?: () => TextlessResponse;
  /** The provider's own end of the answer. */
  finish?: Extract<ModelChunk, { type: 'finish' }>;
}

/** Streams the model into `answer` and, piece by piece, to those who watch. Throws when the stream does not end well. */
export async function readAnswer(
  { live, timeouts }: ActivityDependencies,
  provider: ModelProvider,
  call: BegunCall,
  { callId, stepPath }: CallModelInput,
  request: ModelRequest,
  speaker: string,
  answer: StreamedAnswer,
): Promise<void> {
  answer.sent = true;
  answer.request = request;
  for await (const chunk of streamWithTimeouts(provider, request, {
    firstByteMs: timeouts.firstByte,
    idleMs: timeouts.idle,
    signal: call.signal,
    listen: (heard) => {
      answer.heard = heard;
    },
  })) {
    if (chunk.type === 'finish') {
      answer.finish = chunk;
    } else if (chunk.text !== '') {
      live.delta({
        executionId: call.executionId,
        callId,
        attempt: call.attempt,
        offset: answer.text.length,
        text: chunk.text,
        stepPath,
        agent: speaker,
      });
      answer.text += chunk.text;
    }
  }
}
