import type { CallModelInput } from '../contracts/activities';
import type { ExecutionStore } from '../contracts/ports/execution-store';

/** What a fork has of a call that it has yet to make: the question, and maybe an answer that somebody put there. */
export interface Standing {
  opening?: string;
  answer?: string;
}

/**
 * Messages of a call are written with it, so only a fork can have them before it is made: the question as it was asked
 * (or edited), and an answer only if it was edited.
 */
export async function findStanding(
  executions: Pick<ExecutionStore, 'readThread'>,
  { organizationId, executionId }: { organizationId: string; executionId: string },
  { thread, upTo, answerTo, callId }: CallModelInput,
  opens: boolean,
): Promise<Standing> {
  const at = async (place: { thread: string; index: number }) => {
    const range = { from: place.index, upTo: place.index + 1 };
    const [message] = await executions.readThread(organizationId, executionId, place.thread, range);
    return message;
  };
  const opening = opens ? await at({ thread, index: upTo }) : undefined;
  const answer = await at(answerTo ?? { thread, index: opens ? upTo + 1 : upTo });
  return {
    ...(opening?.role === 'user' && { opening: opening.text }),
    ...(answer?.editedFrom !== undefined && answer.callId === callId && { answer: answer.text }),
  };
}
