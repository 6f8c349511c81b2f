import { type Exchange, type TextlessResponse, withText } from '../contracts/exchange';
import type { StoredExchange } from '../contracts/ports/exchange-store';
import { Problem } from '../contracts/problem';
import { hashRequest } from '../views/hash-request';
import { readViewParts, renderView } from '../views/render-view';
import type { ApiDependencies } from './dependencies';
import { findSpeaker } from './read-view';

interface AttemptOf {
  organizationId: string;
  executionId: string;
  callId: string;
  attempt: number;
}

/**
 * Request and response of one attempt of a model call. The request is made anew, by the adapter that made it then, from
 * what was recorded; `exact` says whether it is the one that was sent. Throws `no_exchange` when there was no such attempt.
 */
export async function readExchange(
  { executions, definitions, models }: Pick<ApiDependencies, 'executions' | 'definitions' | 'models'>,
  of: AttemptOf,
): Promise<Exchange> {
  const { organizationId, executionId, callId, attempt } = of;
  const stored = await executions.getExchange(organizationId, executionId, of);
  if (stored === null) {
    throw new Problem('no_exchange', `No attempt ${attempt} of a model call ${callId} has begun here; take both from the attempts`);
  }
  const { model, recorded, text } = stored;
  const request = await makeRequest(stored);
  const response = recorded?.response ?? null;
  return {
    ...{ callId, attempt, model },
    request: request && { ...request, ...(recorded && { exact: hashRequest(request) === recorded.requestHash }) },
    response: response && toWhole(response, text),
  };

  async function makeRequest({ view, frame, outputTokens }: StoredExchange) {
    const provider = models.find(({ id }) => model.startsWith(`${id}/`));
    if (view === null || frame === null || provider?.toRawRequest === undefined) return null;
    const read = (thread: string, range: { from: number; upTo: number }) =>
      executions.readThread(organizationId, executionId, thread, range);
    const { instructions } = await findSpeaker({ executions, definitions }, of, view);
    return provider.toRawRequest({
      ...frame,
      maxOutputTokens: recorded?.maxOutputTokens ?? frame.maxOutputTokens ?? outputTokens ?? undefined,
      instructions,
      messages: renderView(view, await readViewParts(view, read)).map(({ message }) => message),
      call: { executionId, callId, attempt },
    });
  }
}

/** Without a text it was changed in a fork: what the model said is with the original. */
function toWhole(response: TextlessResponse, text: string | null) {
  const { textAt, ...rest } = response;
  if (text !== null) return withText(response, text);
  return textAt === undefined ? rest : { ...rest, truncated: true as const };
}
