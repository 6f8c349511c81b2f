import type { CallModelInput } from '../contracts/activities';
import type { MessageContent } from '../contracts/letters';
import type { ExecutionStore } from '../contracts/ports/execution-store';

/** What a fork has of a call that it has yet to make: the question, what people said with it, maybe an answer put there. */
export interface Standing {
  opening?: string;
  said: MessageContent[];
  answer?: string;
}

/** More than people say before one round. */
const MOST_SAID = 1_000;

/**
 * Messages of a call are written with it, so only a fork can have them before it is made: the question as it was asked
 * (or edited), what people said in the chat, and an answer only if it was edited.
 */
export async function findStanding(
  executions: Pick<ExecutionStore, 'readThread'>,
  { organizationId, executionId }: { organizationId: string; executionId: string },
  { thread, upTo, answerTo, callId }: CallModelInput,
  opens: boolean,
): Promise<Standing> {
  const read = (from: number, most: number, of = thread) =>
    executions.readThread(organizationId, executionId, of, { from, upTo: from + most });
  const [opening] = opens ? await read(upTo, 1) : [];
  const begin = opens ? upTo + 1 : upTo;
  let [answer] = await read(begin, 1);
  const said: MessageContent[] = [];
  if (answer?.role === 'user' && answer.agent !== undefined) {
    const following = await read(begin, MOST_SAID);
    const end = following.findIndex(({ role, agent }) => role !== 'user' || agent === undefined);
    const people = end < 0 ? following : following.slice(0, end);
    said.push(...people.map(({ text, agent = '' }) => ({ text, as: agent })));
    answer = following[people.length];
  }
  if (answerTo !== undefined) [answer] = await read(answerTo.index, 1, answerTo.thread);
  return {
    ...(opening?.role === 'user' && { opening: opening.text }),
    said,
    ...(answer?.editedFrom !== undefined && answer.callId === callId && { answer: answer.text }),
  };
}

/** What people say before a call: what stands there already, then what has come; an attempt before may have written that. */
export function joinSaid(standing: readonly MessageContent[], come: readonly MessageContent[]): MessageContent[] {
  const tail = standing.slice(standing.length - come.length);
  const written = tail.length === come.length && tail.every(({ text, as }, index) => text === come[index]?.text && as === come[index]?.as);
  return written ? [...standing] : [...standing, ...come];
}
