import type { TakeChildInput, TakenChild } from '../contracts/activities';
import { type Execution, type ExecutionError, hasEnded, type Output } from '../contracts/entities';
import type { Json } from '../contracts/json';
import type { ActivityDependencies } from './dependencies';
import { executionIdHere } from './running-call';

/** Takes over how the execution that a `workflow` step runs has ended; its output becomes the step's. */
export function createTakeChild({ executions, live }: ActivityDependencies) {
  return async (input: TakeChildInput): Promise<TakenChild> => {
    const { organizationId, facts, callId, closing } = input;
    const own = executionIdHere();
    const child = await readEnded(input);
    if (child?.status !== 'completed') {
      await executions.appendFacts(organizationId, own, facts);
      live.committed(own);
      return child === null ? { open: true } : { failed: toError(child) };
    }
    const digest: TakenChild = closing ? { closed: true } : {};
    const output = toStepOutput(child);
    const entry = await executions.commitEvaluation(organizationId, own, { callId, facts, digest: digest as Json, output, closing });
    live.committed(own);
    return entry.digest as TakenChild;
  };

  /** Null while it has not ended. */
  async function readEnded({ organizationId, executionId, ending }: TakeChildInput): Promise<Execution | null> {
    const child = await executions.get(organizationId, executionId);
    if (child !== null && hasEnded(child.status)) return child;
    if (ending === undefined) return null;
    await executions.close(organizationId, executionId, [], ending);
    live.committed(executionId);
    return executions.get(organizationId, executionId);
  }
}

/** The child's output, with the id under which the rest of it is found; data that is no object becomes `value`. */
function toStepOutput({ id, output }: Execution): Output {
  const { text, data } = output ?? { text: '' };
  if (data === undefined) return { text, data: { executionId: id } };
  const isObject = data !== null && typeof data === 'object' && !Array.isArray(data);
  return { text, data: isObject ? { ...data, executionId: id } : { value: data, executionId: id } };
}

/** Its path begins in the child. */
function toError({ id, name, status, error }: Execution): ExecutionError {
  return error ?? { code: 'child_cancelled', message: `The execution ${id} of ${name} is ${status}` };
}
