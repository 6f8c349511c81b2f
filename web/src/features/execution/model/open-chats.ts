import { type ExecutionView, type Step, toStepName } from '@client';
import { walkSteps } from './walk-steps';

/** A group chat in which people may say something now. */
export interface OpenChat {
  /** Null: the only one that runs, whose beginning lies in the part of the feed that was not read. */
  stepPath: string | null;
  name: string;
  /** Nobody else may speak under these names. */
  participants: readonly string[];
}

/** The group chats that run now, as far as the feed was read: all, or all behind its first `skipped` events. */
export function toOpenChats(root: Step | null, { steps }: Pick<ExecutionView, 'steps'>, skipped: number): OpenChat[] {
  const planned = (root === null ? [] : walkSteps(root)).flatMap((step) => (step.type === 'groupChat' ? [step] : []));
  const open = [...steps.values()]
    .filter(({ type, state }) => type === 'groupChat' && state === 'running')
    .map(({ path }): OpenChat => {
      const id = (path.split('/').at(-1) ?? '').split('#')[0];
      const step = planned.find((one) => one.id === id);
      return { stepPath: path, name: step?.name ?? toStepName(path), participants: step?.participants.map((one) => one.id) ?? [] };
    });
  if (open.length > 0 || skipped === 0 || planned.length === 0) return open;
  const participants = planned.flatMap((step) => step.participants.map((one) => one.id));
  return [{ stepPath: null, name: 'the chat that runs', participants }];
}

/** True when an execution has a group chat at all, whether or not it runs. */
export function hasChat(root: Step | null): boolean {
  return root !== null && walkSteps(root).some(({ type }) => type === 'groupChat');
}
