import { type Execution, hasEnded } from '../contracts/entities';
import { Problem } from '../contracts/problem';
import type { ApiParts } from './dependencies';
import { found, pageOf } from './handlers/found';
import { sendLetter } from './send-letter';

interface PauseRequest {
  organizationId: string;
  executionId: string;
  /** The same on every try of one request. */
  letterId: string;
  /** False: it goes on. */
  paused: boolean;
}

/**
 * Pauses or resumes an execution and then those that its steps run; in that order, for one that is paused starts no
 * others. Repeatable. Throws `not_found` and `execution_ended`.
 */
export async function setPaused(parts: Pick<ApiParts, 'executions' | 'postman'>, request: PauseRequest): Promise<Execution> {
  const { executions, postman } = parts;
  const { organizationId, executionId, letterId, paused } = request;
  const { status, pausedAt } = found(await executions.get(organizationId, executionId), 'execution');
  if (hasEnded(status))
    throw new Problem('execution_ended', `The execution is ${status}; it has no next call`, { extra: { state: status } });
  if ((pausedAt !== undefined) === paused) await postman.send(organizationId, executionId);
  else await sendLetter(parts, organizationId, executionId, { id: letterId, kind: paused ? 'pause' : 'resume', about: '' });
  for await (const child of openChildren(executions, organizationId, executionId))
    await setChildPaused(parts, { ...request, executionId: child });
  return found(await executions.get(organizationId, executionId), 'execution');
}

/** A child that ends meanwhile is no mistake. */
async function setChildPaused(parts: Pick<ApiParts, 'executions' | 'postman'>, request: PauseRequest): Promise<void> {
  try {
    await setPaused(parts, request);
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'execution_ended')) throw error;
  }
}

async function* openChildren(executions: ApiParts['executions'], organizationId: string, parentId: string): AsyncGenerator<string> {
  let cursor: string | undefined;
  do {
    const page = pageOf(await executions.list(organizationId, { parentId }, { limit: 200, cursor }));
    for (const { id, status } of page.items) if (!hasEnded(status)) yield id;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
