import { hasEnded } from '../../contracts/entities';
import type { EventContent } from '../../contracts/letters';
import { Problem } from '../../contracts/problem';
import type { Step } from '../../contracts/steps';
import { walkSteps } from '../../plans/walk-steps';
import { ended, sendLetter } from '../send-letter';
import { found } from './found';
import type { Handler } from './handler';

/** Accepts an event for the `wait` steps of an execution. Throws as `sendLetter` does, and `event_not_expected`. */
export const sendEvent: Handler<'sendEvent'> = async ({ params, body }, { organizationId, newId, dependencies }) => {
  const { name, text, payload } = body;
  const { executions } = dependencies;
  const { status } = found(await executions.get(organizationId, params.id), 'execution');
  const { plan } = found(await executions.getStart(organizationId, params.id), 'execution');
  const names = eventsOf(plan.root);
  if (!names.includes(name)) {
    if (hasEnded(status)) throw ended(status);
    const known = names.length === 0 ? 'no step of it waits for an event' : `its steps wait for: ${names.join(', ')}`;
    throw new Problem('event_not_expected', `No step of this execution waits for ${name}; ${known}`);
  }
  const content: EventContent = { ...(text !== undefined && { text }), ...(payload !== undefined && { payload }) };
  const { id } = await sendLetter(dependencies, organizationId, params.id, { id: newId, kind: 'event', about: name, content });
  return { status: 202, body: { id, name } };
};

/** The events that a plan's steps may wait for, each once. */
function eventsOf(root: Step): string[] {
  const events = [...walkSteps(root)].flatMap(({ step }) => (step.type === 'wait' && step.event !== undefined ? [step.event] : []));
  return [...new Set(events)];
}
