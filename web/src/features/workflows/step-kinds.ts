import type { Step } from '@client';
import {
  Bot,
  Columns3,
  Forward,
  ListOrdered,
  ListTree,
  type LucideIcon,
  MessagesSquare,
  Repeat,
  Split,
  Timer,
  UserCheck,
  Workflow,
  Wrench,
} from 'lucide-react';

type Names = ReadonlyMap<string, string>;

interface StepKind<T extends Step['type']> {
  icon: LucideIcon;
  /** What it does, in a few words. `names` are agents' names by id. */
  describe: (step: Extract<Step, { type: T }>, names: Names) => string;
}

/** How each type of step shows; the compiler insists that none is missing. */
const STEP_KINDS: { [T in Step['type']]: StepKind<T> } = {
  agent: { icon: Bot, describe: ({ agent }, names) => names.get(agent) ?? agent },
  tool: { icon: Wrench, describe: ({ tool }) => tool },
  sequential: { icon: ListOrdered, describe: () => 'one after the other' },
  concurrent: { icon: Columns3, describe: () => 'at the same time' },
  groupChat: { icon: MessagesSquare, describe: ({ participants }) => `chat of ${toIds(participants)}` },
  magentic: { icon: MessagesSquare, describe: ({ participants }) => `a manager plans for ${toIds(participants)}` },
  handoff: { icon: Forward, describe: ({ participants }) => `handed between ${toIds(participants)}` },
  route: { icon: Split, describe: () => 'the first case that is true' },
  loop: { icon: Repeat, describe: ({ maxIterations }) => `again, at most ${maxIterations} times` },
  map: { icon: ListTree, describe: () => 'for each item' },
  workflow: { icon: Workflow, describe: ({ workflow }) => `the workflow ${workflow}` },
  wait: { icon: Timer, describe: ({ for: time, event }) => (event === undefined ? `for ${time}` : `until ${event}`) },
  approval: { icon: UserCheck, describe: () => 'waits for a person' },
};

/** Icon and description of a step. */
export function toStepKind(step: Step, names: Names): { icon: LucideIcon; description: string } {
  const { icon, describe } = STEP_KINDS[step.type] as StepKind<Step['type']>;
  return { icon, description: describe(step, names) };
}

function toIds(participants: readonly { id: string }[]): string {
  return participants.map(({ id }) => id).join(', ');
}
