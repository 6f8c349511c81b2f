import { type Execution, hasEnded } from '../../contracts/entities';
import type { MessageContent } from '../../contracts/letters';
import type { Plan } from '../../contracts/plan';
import { Problem } from '../../contracts/problem';
import { walkSteps } from '../../plans/walk-steps';
import { sendLetter } from '../send-letter';
import { found } from './found';
import type { Handler } from './handler';

/** Accepts what a person says in a running chat. Throws as `sendLetter` does, `no_running_chat` and `invalid_body`. */
export const sendMessage: Handler<'sendMessage'> = async ({ params, body }, { organizationId, newId, dependencies }) => {
  const { executions } = dependencies;
  const { id: executionId } = params;
  const { text, as } = body;
  const { status } = found(await executions.get(organizationId, executionId), 'execution');
  const stepPath = chooseChat(status, await executions.listOpenSteps(organizationId, executionId, 'groupChat'), body.stepPath);
  const { plan } = found(await executions.getStart(organizationId, executionId), 'execution');
  if (participantsOf(plan, stepPath).includes(as)) {
    const message = `${as} is a participant of this chat; say it under another name`;
    throw new Problem('invalid_body', message, { errors: [{ path: '/as', code: 'name_taken', message }] });
  }
  const content: MessageContent = { text, as };
  const { id } = await sendLetter(dependencies, organizationId, executionId, { id: newId, kind: 'message', about: stepPath, content });
  return { status: 202, body: { id, stepPath, as } };
};

function chooseChat(status: Execution['status'], open: string[], wanted: string | undefined): string {
  if (hasEnded(status))
    throw new Problem('execution_ended', `The execution is ${status}; it takes nothing any more`, { extra: { state: status } });
  const [only, ...others] = open;
  const extra = { chats: open };
  if (only === undefined) throw new Problem('no_running_chat', 'No groupChat of this execution runs now', { extra });
  if (wanted === undefined && others.length > 0)
    throw new Problem('no_running_chat', `Several run; name one with stepPath: ${open.join(', ')}`, { extra });
  if (wanted !== undefined && !open.includes(wanted))
    throw new Problem('no_running_chat', `${wanted} does not run now; these do: ${open.join(', ')}`, { extra });
  return wanted ?? only;
}

/** Ids of steps are unique in a plan. */
function participantsOf({ root }: Plan, stepPath: string): string[] {
  const [id] = (stepPath.split('/').at(-1) ?? '').split('#');
  for (const { step } of walkSteps(root)) if (step.id === id && step.type === 'groupChat') return step.participants.map((one) => one.id);
  return [];
}
