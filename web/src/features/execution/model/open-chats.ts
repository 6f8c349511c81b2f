import { type ExecutionView, type Step, toStepName } from '@client';
import { walkSteps } from './walk-steps';

/** A group chat in which people may say something now. */
export interface OpenChat {
  stepPath: string;
  name: string;
  /** Nobody else may speak under these names. */
  participants: readonly string[];
}

/** The group chats that run now. */
export function toOpenChats(root: Step | null, { steps }: Pick<ExecutionView, 'steps'>): OpenChat[] {
  const planned = (root === null ? [] : walkSteps(root)).flatMap((step) => (step.type === 'groupChat' ? [step] : []));
  return [...steps.values()]
    .filter(({ type, state }) => type === 'groupChat' && state === 'running')
    .map(({ path }): OpenChat => {
      const id = (path.split('/').at(-1) ?? '').split('#')[0];
      const step = planned.find((one) => one.id === id);
      return { stepPath: path, name: step?.name ?? toStepName(path), participants: step?.participants.map((one) => one.id) ?? [] };
    });
}

/** True when an execution has a group chat at all, whether or not it runs. */
export function hasChat(root: Step | null): boolean {
  return root !== null && walkSteps(root).some(({ type }) => type === 'groupChat');
}
