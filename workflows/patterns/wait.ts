import { sleep } from '@temporalio/workflow';
import type { PlanStepOf } from '../../contracts/plan';
import { evaluate, type StepContext } from '../runtime/context';
import type { Pattern } from '../runtime/run-step';
import { duringWait } from '../runtime/tell-waiting';

/** How a wait is over: a time has passed, or this letter has come. */
interface Waited {
  letter?: number;
}

/** Until a time has passed, or the next event of a name that no other wait has taken. Its timeout is the step's. */
export const wait: Pattern<'wait'> = async (context, step) => {
  const id = `${context.path}:waited`;
  if (context.tape.get<Waited>(id) === undefined) {
    await (step.event === undefined ? waitForTime(context, step, id) : waitForEvent(context, step.event, id));
  }
  const letter = context.tape.get<Waited>(id)?.letter;
  const { callId, digest } = await evaluate(context, 'output', { type: 'wait', letter, input: context.input });
  return { output: callId, closed: digest.closed };
};

function waitForEvent(context: StepContext, event: string, id: string): Promise<void> {
  const { mailbox, tape } = context;
  return duringWait(context, { event }, () => mailbox.take('event', event, ({ number }) => tape.set(id, { letter: number })));
}

/** The time counts from the step's beginning, however often the execution continues as new meanwhile. */
function waitForTime(context: StepContext, { forMs = 0 }: PlanStepOf<'wait'>, id: string): Promise<void> {
  const { tape, path } = context;
  const until = tape.get<number>(`${path}:until`) ?? Date.now() + forMs;
  tape.set(`${path}:until`, until);
  return duringWait(context, { until: new Date(until).toISOString() }, async () => {
    await sleep(Math.max(1, until - Date.now()), { summary: path });
    tape.set(id, {});
  });
}
