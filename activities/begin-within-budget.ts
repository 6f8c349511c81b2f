import { setTimeout as pause } from 'node:timers/promises';
import type { ApplicationFailure } from '@temporalio/activity';
import type { CallDeferred } from '../contracts/activities';
import type { BudgetOverrun } from '../contracts/budget';
import type { Begun } from '../contracts/ports/attempt-store';
import type { Logger } from '../contracts/ports/logger';
import { finalFailure, type RunningCall, toStopFailure, whenStored } from './running-call';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
/** How long a call waits in its activity, and then how long in the workflow before it asks again. */
const LONGEST_WAIT_MS = 10_000;
export const PAUSE_OUTSIDE_MS = 3_000;
/** After which the workflow has mostly heard of a pause, and holds the call before it asks again. */
const HELD_MS = 1_000;

/**
 * Begins an attempt that a budget may not cover. While calls in flight hold the room that is missing it waits for
 * them, without using up attempts: here for seconds, then in the workflow, where it takes up no worker. When there
 * will never be any room, people are asked for more by the workflow, or it throws a final `budget_exhausted`. What a
 * pause holds waits in the workflow too, and so does what does not wait here.
 */
export async function beginWithinBudget(
  call: RunningCall,
  logger: Logger,
  begin: () => Promise<Begun>,
  { waitsHere }: { waitsHere: boolean },
): Promise<Begun | CallDeferred> {
  const until = performance.now() + (waitsHere ? LONGEST_WAIT_MS : 0);
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const begun = await whenStored(call, logger, begin);
    if (begun.paused) return { deferred: { pauseMs: HELD_MS } };
    if (begun.budget === undefined) return begun;
    if (begun.budget.grant === 'ask') return { deferred: { pauseMs: 0, topUp: begun.budget.topUp } };
    if (begun.budget.grant === 'refused') throw exhausted(begun.budget.over);
    if (performance.now() >= until) return { deferred: { pauseMs: PAUSE_OUTSIDE_MS } };
    await pauseCall(call, pauseMs);
  }
}

/** Begins an attempt once the execution is not paused. It waits here: few calls are given out before a pause is heard of. */
export async function beginWhenResumed(call: RunningCall, logger: Logger, begin: () => Promise<Begun>): Promise<Begun> {
  for (;;) {
    const begun = await whenStored(call, logger, begin);
    if (!begun.paused) return begun;
    await pauseCall(call, HELD_MS);
  }
}

async function pauseCall(call: RunningCall, milliseconds: number): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal: call.signal });
  } catch (error) {
    throw call.signal.aborted ? toStopFailure(call) : error;
  }
}

/** The failure of a call that a budget does not cover; it ends the execution. */
export function exhausted(over: BudgetOverrun): ApplicationFailure {
  const next =
    over.scope === 'execution' ? 'Retry the execution with a larger budget' : "Enlarge the organization's budget, then retry the execution";
  return finalFailure('budget_exhausted', `${describeOverrun(over)}. ${next}`);
}

/** For people: which budget does not cover the call. */
export function describeOverrun({ scope, limited, limit, used, needed, currency }: BudgetOverrun): string {
  if (limited === 'time') return `The budget's time, ${limit} ms, is over: the execution began ${used} ms ago`;
  const unit = limited === 'cost' ? (currency ?? '') : limited;
  const whose = scope === 'execution' ? 'The budget' : "The organization's budget for this month";
  const what =
    needed === null
      ? `needs a price in ${currency} and an output limit (maxOutputTokens) of every model, and this call's has not both`
      : `does not cover this call: ${used} ${unit} are used, and it may take ${needed} more`;
  return `${whose}, ${limit} ${unit}, ${what}`;
}
