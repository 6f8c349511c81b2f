import { LIMIT } from '../contracts/constants';
import type { ExecutionStatus } from '../contracts/entities';
import type { Letter, NewLetter } from '../contracts/letters';
import { Problem } from '../contracts/problem';
import type { ApiParts } from './dependencies';
import { found } from './handlers/found';

/**
 * Accepts a letter for a running execution, put-if-absent by its id, and delivers it: when this resolves the letter is
 * safe, whatever happens to API, workers and engine. Throws `not_found`,
 * `execution_ended`, `no_running_chat` and `too_many_letters`.
 */
export async function sendLetter(
  { executions, postman }: Pick<ApiParts, 'executions' | 'postman'>,
  organizationId: string,
  executionId: string,
  letter: NewLetter,
): Promise<Letter> {
  const put = found(await executions.putLetter(organizationId, executionId, letter), 'execution');
  if (put === 'ended') throw await toEnded(executions, organizationId, executionId);
  if (put === 'closed') throw new Problem('no_running_chat', `${letter.about} has just ended; nobody there would hear it`);
  if (put === 'full') {
    const message = `${LIMIT.lettersWaiting} of these wait already for somebody to take them; try again when the execution has gone on`;
    throw new Problem('too_many_letters', message);
  }
  await postman.send(organizationId, executionId);
  return put;
}

async function toEnded(executions: ApiParts['executions'], organizationId: string, executionId: string): Promise<Problem> {
  const { status } = found(await executions.get(organizationId, executionId), 'execution');
  return ended(status);
}

/** The refusal of what is sent to an execution that ended like this. */
export function ended(status: ExecutionStatus): Problem {
  return new Problem('execution_ended', `The execution is ${status}; it takes nothing any more`, { extra: { state: status } });
}
